package import BenchModel

/// What the system lets a run keep alive at once; a list is empty if there is no limit or none is known.
package struct WidthBudget: Hashable, Sendable {
  package var descriptors: [SystemLimit]
  /// Processes and threads together.
  package var processes: [SystemLimit]
  /// Threads of one process.
  package var threads: [SystemLimit]
  package var memoryBytes: [SystemLimit]

  package init(
    descriptors: [SystemLimit] = [], processes: [SystemLimit] = [], threads: [SystemLimit] = [],
    memoryBytes: [SystemLimit] = []
  ) {
    self.descriptors = descriptors
    self.processes = processes
    self.threads = threads
    self.memoryBytes = memoryBytes
  }
}

/// The most units that an unbounded width keeps alive at once.
package enum WidthLimit {
  static let most = 4096
  /// A process holds a channel and a pidfd on the host's side, and two more while it is being made.
  static let descriptorsPerUnit = 4
  static let descriptorsKept = 64
  /// The private memory of a small worker process.
  static let bytesPerUnit = 4 << 20

  /// At least 1, at most 4096: a quarter of the descriptors, half of the processes and threads, half of the memory.
  ///
  /// Half of the processes and of the memory are left to what else runs on the machine.
  package static func units(within budget: WidthBudget) -> Int {
    let limits =
      budget.descriptors.map { ($0.left - descriptorsKept) / descriptorsPerUnit }
      + (budget.processes + budget.threads).map { $0.left / 2 }
      + budget.memoryBytes.map { $0.left / 2 / bytesPerUnit }
    return max(min(most, limits.min() ?? most), 1)
  }
}
