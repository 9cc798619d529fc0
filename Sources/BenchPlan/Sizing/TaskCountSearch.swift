/// Finds the number of tasks of a batch: a pure state machine that asks for probes and is told how long they took.
///
/// Probes grow from 20 tasks, at most twentyfold a step, until one takes at least 80 ms; that one is scaled to 260 ms.
/// The result has at least 20 tasks and takes at most 2 s, the 2 s being the stronger rule, but never fewer tasks than
/// the width, and it is a whole multiple of the width where it can be, so that the last wave of tasks is full.
package struct TaskCountSearch: Equatable, Sendable {
  /// What to do next.
  package enum Step: Hashable, Sendable {
    /// Run a batch of so many tasks.
    case probe(Int)
    /// The number is found.
    case settled(Int)
  }

  static let probeLongEnoughNs = 80_000_000
  static let targetNs = 260_000_000
  static let longestNs = 2_000_000_000
  static let fewestTasks = 20
  static let steepestGrowth = 20
  /// Far above what any strategy reaches in a batch, and far below an overflow.
  static let mostTasks = 1 << 40

  private let width: Int
  /// The next probe's number of tasks.
  private let start: Int

  /// A search at a width, 1 for an unbounded one, for tasks that take about `taskDurationNs` each, if that is known.
  ///
  /// Where 20 tasks one after another would take more than 2 s, the first probe has one task for each unit.
  package init(width: Int?, taskDurationNs: Int?) {
    self.width = max(width ?? 1, 1)
    let (serialNs, overflow) = (taskDurationNs ?? 0).multipliedReportingOverflow(by: Self.fewestTasks)
    let isLong = overflow || serialNs > Self.longestNs
    start = isLong ? self.width : max(Self.fewestTasks, self.width)
  }

  /// The first probe.
  package var first: Step { .probe(start) }

  /// The number to go on with where a probe failed and nothing is known.
  package var fallback: Int { start }

  /// What follows from a probe of `tasks` tasks that took `batchNs`.
  package func after(tasks: Int, batchNs: Int) -> Step {
    let batchNs = max(batchNs, 1)
    guard batchNs < Self.probeLongEnoughNs, tasks < Self.mostTasks else {
      return .settled(settle(tasks: tasks, batchNs: batchNs))
    }
    let wanted = scaled(tasks, from: batchNs, to: Self.targetNs)
    return .probe(min(max(wanted, tasks + 1), tasks * Self.steepestGrowth, Self.mostTasks))
  }

  private func settle(tasks: Int, batchNs: Int) -> Int {
    let wanted = max(scaled(tasks, from: batchNs, to: Self.targetNs), Self.fewestTasks)
    let affordable = scaled(tasks, from: batchNs, to: Self.longestNs)
    let tasks = max(min(wanted, affordable), width)
    let below = tasks - tasks % width
    return below >= Self.fewestTasks || below + width > affordable ? below : below + width
  }

  private func scaled(_ tasks: Int, from batchNs: Int, to targetNs: Int) -> Int {
    Int(min(Double(tasks) * Double(targetNs) / Double(batchNs), Double(Self.mostTasks)))
  }
}
