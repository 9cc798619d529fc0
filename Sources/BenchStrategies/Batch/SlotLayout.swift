/// Where a task's byte lies: tasks that follow each other lie in different cache lines.
///
/// Units that run neighbouring tasks at the same time would otherwise write to the same line, and the bookkeeping would
/// cost more than a short task. A window of 16,384 tasks takes 256 lines of 64 bytes; each row of 256 tasks is rotated
/// against the one before it, so that units that are a whole number of rows apart do not meet either.
struct SlotLayout: Hashable, Sendable {
  private static let lines = 256
  private static let lineBytes = 64
  private static let rotation = 37
  private static let window = lines * lineBytes

  /// The number of slots, at least the number of tasks.
  let capacity: Int

  /// A layout for that many tasks.
  init(count: Int) { capacity = (count + Self.window - 1) / Self.window * Self.window }

  /// The slot of a task; no two tasks share one.
  @inline(__always)
  func slot(of task: Int) -> Int {
    let row = task / Self.lines % Self.lineBytes
    let line = (task &+ row &* Self.rotation) % Self.lines
    return task / Self.window * Self.window + line * Self.lineBytes + row
  }
}
