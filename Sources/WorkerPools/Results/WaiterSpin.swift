internal import WorkerPoolsPosix

/// The busy wait of a thread that waits for a result, before it sleeps; each thread learns for itself whether it pays.
final class WaiterSpin {
  private static let spins = ThreadLocal<WaiterSpin>()

  private var spin = AdaptiveSpin()

  /// Waits for a moment, or as long as it seems worth it, for the task to end.
  static func wait(for task: PoolTask) { _ = spins.value { WaiterSpin() }.spin.until { task.isReady } }
}
