internal import WorkerPoolsPosix

/// The short busy wait of a thread that waits for a result, before it sleeps.
enum WaiterSpin {
  private static let pauses = 200
  private static let yields = 40

  /// Waits for a moment for the task to end.
  static func wait(for task: PoolTask) { _ = AdaptiveSpin.pause(pauses) { task.isReady } }

  /// As `wait`, by a thread that has just woken the one that runs the task: that may have to run on the same core.
  static func yield(to task: PoolTask) {
    for _ in 0..<yields where !task.isReady { PlatformThread.yield() }
  }
}
