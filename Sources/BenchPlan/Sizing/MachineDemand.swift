package import BenchModel

/// What a run needs at the very least, held against what the machine has: what cannot be is refused before it is tried.
///
/// The figures are far below what is really used. A run that passes can still find the machine too small.
package struct MachineDemand: Sendable {
  /// A process has a channel and a pidfd on its host's side.
  static let descriptorsPerProcess = 2
  /// A kernel stack and the first pages of its own.
  static let bytesPerThread = 32 << 10
  static let bytesPerProcess = 256 << 10
  /// The input of a task and its copy.
  static let payloadCopies = 2
  /// A task's ending, and its three times if it is stamped.
  static let bytesPerTask = 1
  static let bytesPerStamp = 24
  /// Half of what a process can address.
  static let addressSpace = SystemLimit("the address space", left: 1 << 46)
  /// Six days at half a second each.
  static let mostRepetitions = SystemLimit("a plan", left: 1_000_000)

  package var cells: [Cell]
  package var armsN: Int
  package var rounds: Int
  package var tasksN: Int?
  package var threadStackBytes: Int?
  package var startsProcesses: Bool
  package var startsThreads: Bool

  package init(_ configuration: RunConfiguration, startsProcesses: Bool, startsThreads: Bool) {
    cells = configuration.cells
    armsN = configuration.allArms.count
    rounds = configuration.settings.rounds
    tasksN = configuration.settings.tasksOverrideN
    threadStackBytes = configuration.settings.threadStackBytes
    self.startsProcesses = startsProcesses
    self.startsThreads = startsThreads
  }

  /// The first thing that the machine cannot hold, in one sentence that names the option and the limit; nil if there is none.
  package func objection(within budget: WidthBudget) -> String? {
    roundsObjection ?? cells.lazy.compactMap { objection(to: $0, budget) }.first
  }

  private var roundsObjection: String? {
    exceeding("--rounds \(rounds)", rounds, each: cells.count * armsN, "repetitions", [Self.mostRepetitions])
  }

  private func objection(to cell: Cell, _ budget: WidthBudget) -> String? {
    widthObjection(cell.width.count, budget) ?? payloadObjection(cell, budget) ?? tasksObjection(cell, budget)
  }

  private func widthObjection(_ width: Int?, _ budget: WidthBudget) -> String? {
    guard let width else { return nil }
    let option = "--width \(width)"
    let units = "processes or threads"
    return exceeding(option, width, each: 1, units, budget.processes + (startsThreads ? budget.threads : []))
      ?? (startsProcesses
        ? exceeding(option, width, each: Self.descriptorsPerProcess, "descriptors", budget.descriptors) : nil)
      ?? exceeding(
        option, width, each: startsProcesses ? Self.bytesPerProcess : Self.bytesPerThread, "bytes", budget.memoryBytes)
      ?? threadStackBytes.flatMap {
        exceeding("\(option) with --stack-size \($0)B", width, each: $0, "bytes", [Self.addressSpace])
      }
  }

  private func payloadObjection(_ cell: Cell, _ budget: WidthBudget) -> String? {
    guard let payload = cell.payloadBytes, payload > 0 else { return nil }
    let units = cell.width.count ?? 1
    return exceeding(
      "--payload \(Quantity.label(bytes: payload)) at width \(units)", payload, each: Self.payloadCopies * units,
      "bytes",
      budget.memoryBytes)
  }

  private func tasksObjection(_ cell: Cell, _ budget: WidthBudget) -> String? {
    guard let tasksN else { return nil }
    let isStamped = StampingRule.isLong(taskDurationNs: cell.taskDurationNs)
    let bytes = Self.bytesPerTask + (isStamped ? Self.bytesPerStamp : 0)
    return exceeding("--tasks \(tasksN)", tasksN, each: bytes, "bytes", budget.memoryBytes)
  }

  /// A sentence about the first limit that `count` times `each` is above.
  private func exceeding(
    _ option: String, _ count: Int, each: Int, _ what: String, _ limits: [SystemLimit]
  ) -> String? {
    let each = max(each, 1)
    return limits.first { count > $0.left / each }.map { limit in
      let (needed, isHuge) = count.multipliedReportingOverflow(by: each)
      return
        "\(option) needs at least \(isHuge ? "2^63" : "\(needed)") \(what), but \(limit.name) allows only \(limit.left);"
        + " give a smaller number"
    }
  }
}
