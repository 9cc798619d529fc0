internal import WorkerPoolsPosix

/// The busy wait of a thread that waits for a result, before it sleeps; each thread learns for itself whether it pays.
final class WaiterSpin {
  private static let spins = ThreadLocal<WaiterSpin>()

  private static let yields = 40

  private var spin = AdaptiveSpin()

  /// Waits for a moment, or as long as it seems worth it, for the task to end.
  static func wait(for task: PoolTask) { _ = spins.value { WaiterSpin() }.spin.until { task.isReady } }

  /// As `wait`, by a thread that has just woken the one that runs the task: that may have to run on the same core.
  static func yield(to task: PoolTask) {
    for _ in 0..<yields where !task.isReady { PlatformThread.yield() }
  }
}
