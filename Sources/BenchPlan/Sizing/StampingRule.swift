/// How many tasks of a batch are stamped with their start and end.
///
/// Stamping costs two reads of the clock, so tasks shorter than 20 us are stamped one in 64, or more rarely where the
/// batch would still yield more than about 65,000 stamped tasks; longer tasks are all stamped.
package enum StampingRule {
  static let shortTaskNs = 20_000
  static let rarelyEnough = 64
  static let mostStamped = 65_536

  /// One task in so many.
  ///
  /// A task's length is taken to be its nominal duration or its share of the batch, whichever is longer: `batchNs`
  /// times the tasks that can run at once, which no more than the cores are where nothing waits, over the tasks.
  package static func stampEvery(
    batchNs: Int, tasks: Int, width: Int?, cores: Int, taskDurationNs: Int?, batchTasks: Int
  ) -> Int {
    let concurrent = max(min(width ?? cores, cores), 1)
    let share = Double(batchNs) * Double(concurrent) / Double(max(tasks, 1))
    guard max(share, Double(taskDurationNs ?? 0)) < Double(shortTaskNs) else { return 1 }
    return forShortTasks(batchTasks: batchTasks)
  }

  /// Whether the nominal duration alone says that every task is stamped.
  package static func isLong(taskDurationNs: Int?) -> Bool { (taskDurationNs ?? 0) >= shortTaskNs }

  /// The power of two, at least 64, that leaves at most 65,536 tasks stamped.
  package static func forShortTasks(batchTasks: Int) -> Int {
    var every = rarelyEnough
    while batchTasks / every > mostStamped { every *= 2 }
    return every
  }
}
