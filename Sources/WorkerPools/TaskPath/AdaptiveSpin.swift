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
  /// Whether the thread has slept since it waited last.
  private var hasSlept = false
  /// When a sleep began that nothing was learned from yet.
  private var unlearnedNs: Int?

  /// Pauses until the condition holds, and returns `true`, or for as long as seems worth it.
  ///
  /// After a sleep it lets others run first: whoever has woken the thread may wait for it on the same processor.
  @inline(__always)
  mutating func until(_ isFulfilled: () -> Bool) -> Bool {
    if hasSlept {
      hasSlept = false
      if let unlearnedNs { learn(sinceNs: unlearnedNs) }
      unlearnedNs = nil
      if isFulfilled() { return true }
      PlatformThread.yield()
    }
    return Self.pause(limit, until: isFulfilled)
  }

  /// Pauses so many times, at least once, or until the condition holds; whether it does.
  @inline(__always)
  static func pause(_ times: Int, until isFulfilled: () -> Bool) -> Bool {
    for count in 1...times {
      if isFulfilled() { return true }
      if count & (pausesPerTurn - 1) == 0 { PlatformThread.yield() } else { Processor.pause() }
    }
    return false
  }

  /// Sleeps, and learns from how long it took.
  mutating func sleep(_ sleep: () -> Void) {
    let beganNs = MonotonicTime.now()
    sleep()
    hasSlept = true
    learn(sinceNs: beganNs)
  }

  /// Sleeps until there is a task to be run, and learns when that is done from how long both took.
  ///
  /// By then the clock, which the caches have forgotten during a long sleep, holds up nobody. So a long task counts as a long
  /// sleep: beside those, a busy wait is worth little.
  mutating func sleepUntilTask(_ sleep: () -> Void) {
    unlearnedNs = MonotonicTime.now()
    sleep()
    hasSlept = true
  }

  /// Learns from a sleep that began then and is over.
  private mutating func learn(sinceNs: Int) {
    let isShort = MonotonicTime.now() - sinceNs < Self.shortSleepNs
    limit = isShort ? min(limit * 2, Self.longest) : max(limit / 2, Self.shortest)
  }
}
