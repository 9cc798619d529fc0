internal import WorkerPoolsPosix

/// A short busy wait before a sleep, which costs a wake-up.
///
/// Whether the wait is worth it is learned from the sleeps that followed: after one so short that it was mostly wake-up, the
/// next wait is longer; after a long one, shorter.
struct AdaptiveSpin {
  private static let longest = 600
  private static let shortest = 64
  /// After so many pauses whoever shares the processor gets a turn: it may be the one that is waited for.
  private static let pausesPerTurn = 8
  /// A sleep that lasts no longer than this would better have been a busy wait.
  private static let shortSleepNs = 150_000

  private var limit = 200

  /// Pauses until the condition holds, and returns `true`, or for as long as seems worth it.
  @inline(__always)
  func until(_ isFulfilled: () -> Bool) -> Bool {
    for count in 1...limit {
      if isFulfilled() { return true }
      if count & (Self.pausesPerTurn - 1) == 0 { PlatformThread.yield() } else { Processor.pause() }
    }
    return false
  }

  /// Sleeps, and learns from how long it took.
  mutating func sleep(_ sleep: () -> Void) {
    let beganNs = MonotonicTime.now()
    sleep()
    let isShort = MonotonicTime.now() - beganNs < Self.shortSleepNs
    limit = isShort ? min(limit * 2, Self.longest) : max(limit / 2, Self.shortest)
  }
}
