/// The tasks that were submitted to a strategy that hands them over by one call.
struct CollectedTasks {
  private var tasks = 0..<0

  /// Adds tasks that follow those that are there.
  mutating func add(_ more: Range<Int>) {
    precondition(
      tasks.isEmpty || more.lowerBound == tasks.upperBound, "tasks are submitted in the order of their indices")
    tasks = tasks.isEmpty ? more : tasks.lowerBound..<more.upperBound
  }

  /// All tasks that were added, leaving none.
  mutating func take() -> Range<Int> {
    defer { tasks = 0..<0 }
    return tasks
  }
}
