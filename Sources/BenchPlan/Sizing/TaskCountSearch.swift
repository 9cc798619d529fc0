/// Finds the number of tasks of a batch: a pure state machine that asks for probes and is told how long they took.
///
/// Probes grow from 20 tasks, at most twentyfold a step, until one takes two fifths of the target; that one is scaled to
/// it, 200 ms if nothing else is asked for.
/// The result has at least 20 tasks and takes at most 2 s, or another limit, which is the stronger rule, but never fewer tasks than
/// the width, and it is a whole multiple of the width where it can be, so that the last wave of tasks is full.
package struct TaskCountSearch: Equatable, Sendable {
  /// What to do next.
  package enum Step: Hashable, Sendable {
    /// Run a batch of so many tasks.
    case probe(Int)
    /// The number is found.
    case settled(Int)
  }

  package static let defaultTargetNs = 200_000_000
  /// A warm-up batch whose time over the target lies outside of this range sets the number anew.
  static let acceptedShare = 0.75...1.4
  package static let usualLimitNs = 2_000_000_000
  static let fewestTasks = 20
  static let steepestGrowth = 20
  /// Far above what any strategy reaches in a batch, and far below an overflow.
  static let mostTasks = 1 << 40

  /// How long a batch is to take.
  private let targetNs: Int
  /// How long it may take at most.
  private let limitNs: Int
  private let width: Int
  /// The next probe's number of tasks.
  private let start: Int

  /// A search at a width, 1 for an unbounded one, for tasks that take about `taskDurationNs` each, if that is known.
  ///
  /// Where 20 tasks one after another would take more than the limit, the first probe has one task for each unit.
  package init(
    width: Int?, taskDurationNs: Int?, targetNs: Int = Self.defaultTargetNs, limitNs: Int = Self.usualLimitNs
  ) {
    self.targetNs = targetNs
    self.limitNs = limitNs
    self.width = max(width ?? 1, 1)
    let (serialNs, overflow) = (taskDurationNs ?? 0).multipliedReportingOverflow(by: Self.fewestTasks)
    let isLong = overflow || serialNs > limitNs
    start = isLong ? self.width : max(Self.fewestTasks, self.width)
  }

  private var probeLongEnoughNs: Int { targetNs * 2 / 5 }

  /// The first probe.
  package var first: Step { .probe(start) }

  /// The number to go on with where a probe failed and nothing is known.
  package var fallback: Int { start }

  /// What follows from a probe of `tasks` tasks that took `batchNs`.
  package func after(tasks: Int, batchNs: Int) -> Step {
    let batchNs = max(batchNs, 1)
    guard batchNs < probeLongEnoughNs, tasks < Self.mostTasks else {
      return .settled(settle(tasks: tasks, batchNs: batchNs))
    }
    let wanted = scaled(tasks, from: batchNs, to: targetNs)
    return .probe(min(max(wanted, tasks + 1), tasks * Self.steepestGrowth, Self.mostTasks))
  }

  /// The number that the warm-up round's whole batch gives, if that took much longer or shorter than was aimed at.
  ///
  /// - Returns: another number of tasks, or nil if the present one is good.
  package func corrected(tasks: Int, batchNs: Int) -> Int? {
    guard batchNs > 0, !Self.acceptedShare.contains(Double(batchNs) / Double(targetNs)) else { return nil }
    let better = settle(tasks: tasks, batchNs: batchNs)
    return better == tasks ? nil : better
  }

  private func settle(tasks: Int, batchNs: Int) -> Int {
    let wanted = max(scaled(tasks, from: batchNs, to: targetNs), Self.fewestTasks)
    let affordable = scaled(tasks, from: batchNs, to: limitNs)
    let tasks = max(min(wanted, affordable), width)
    let below = tasks - tasks % width
    return below >= Self.fewestTasks || below + width > affordable ? below : below + width
  }

  private func scaled(_ tasks: Int, from batchNs: Int, to targetNs: Int) -> Int {
    Int(min(Double(tasks) * Double(targetNs) / Double(batchNs), Double(Self.mostTasks)))
  }
}
