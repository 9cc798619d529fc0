/// Where a task's slot lies: tasks that follow each other lie in different cache lines.
///
/// Units that run neighbouring tasks at the same time would otherwise write to the same line, and the bookkeeping would
/// cost more than a short task.
struct SlotLayout: Hashable, Sendable {
  private static let columns = 16

  private let rows: Int

  /// A layout for that many tasks.
  init(count: Int) { rows = (count + Self.columns - 1) / Self.columns }

  /// The number of slots, at least the number of tasks.
  var capacity: Int { rows * Self.columns }

  /// The slot of a task; no two tasks share one.
  @inline(__always)
  func slot(of task: Int) -> Int { (task % Self.columns) * rows + task / Self.columns }
}
