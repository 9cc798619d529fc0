/// What the system lets a run keep alive at once; `nil` where there is no limit or none is known.
package struct WidthBudget: Hashable, Sendable {
  package var descriptors: Int?
  package var processes: Int?
  package var availableMemoryBytes: Int?

  package init(descriptors: Int? = nil, processes: Int? = nil, availableMemoryBytes: Int? = nil) {
    self.descriptors = descriptors
    self.processes = processes
    self.availableMemoryBytes = availableMemoryBytes
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

  /// At least 1, at most 4096: a quarter of the descriptors, half of the processes, half of the memory.
  ///
  /// Half of the processes and of the memory are left to what else runs on the machine.
  package static func units(within budget: WidthBudget) -> Int {
    var limit = most
    if let descriptors = budget.descriptors {
      limit = min(limit, (descriptors - descriptorsKept) / descriptorsPerUnit)
    }
    if let processes = budget.processes { limit = min(limit, processes / 2) }
    if let bytes = budget.availableMemoryBytes { limit = min(limit, bytes / 2 / bytesPerUnit) }
    return max(limit, 1)
  }
}
