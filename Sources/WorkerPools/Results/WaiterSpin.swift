internal import WorkerPoolsPosix

/// The short busy wait of a thread that waits for a result, before it sleeps.
enum WaiterSpin {
  private static let pauses = 200
  private static let yields = 40

  /// Waits for a moment for the condition to hold.
  @inline(__always)
  static func wait(until isFulfilled: () -> Bool) { _ = AdaptiveSpin.pause(pauses, until: isFulfilled) }

  /// As `wait`, by a thread that has just woken the one that it waits for: that may have to run on the same core.
  @inline(__always)
  static func yield(until isFulfilled: () -> Bool) {
    for _ in 0..<yields where !isFulfilled() { PlatformThread.yield() }
  }
}
