/// Who of a thread pool's threads is woken when, without a thread, a lock or a clock.
///
/// The caller tells of each step and does what the answer says, all under one lock. See README.md beside this file.
struct WakePolicy {
  /// A backlog of less work than this is left to the threads that are awake, as long as the sentry watches them.
  static let worthWakingNs = 20_000
  /// What a task is taken to last before any was timed, and when the sentry has seen that the threads are stuck.
  static let unknownNs = 1_000_000

  /// The threads that sleep and that nobody has woken, the one that came last at the end.
  private(set) var sleepers: [Int] = []
  /// How many threads sleep; `sleepers.count` without a look at the array.
  private(set) var sleeperCount = 0
  /// How many threads look for work, those among them that were woken and have not come yet.
  private(set) var searching = 0
  /// The sleeper that comes back now and then to see whether those that are awake get on.
  private(set) var sentry: Int?
  /// How many threads were told to wake up.
  private(set) var wakeUps = 0
  /// What the sentry saw when it came last.
  private var lastProgress: Int?

  /// A task came, and so many wait that last so long each: which thread to wake.
  @inline(__always)
  mutating func submitted(backlog: Int, typicalNs: Int) -> Int? {
    sleeperCount == 0 || searching > 0 ? nil : decide(backlog, typicalNs)
  }

  private mutating func decide(_ backlog: Int, _ typicalNs: Int) -> Int? {
    if sentry != nil, backlog &* typicalNs < Self.worthWakingNs { return nil }
    return wakeOne()
  }

  /// A thread that searched has found work, and so much is left: which thread to wake to look on.
  mutating func found(left: Int, typicalNs: Int) -> Int? {
    searching -= 1
    return left == 0 ? nil : submitted(backlog: left, typicalNs: typicalNs)
  }

  /// A thread has nothing to do and begins to search.
  mutating func searches() { searching += 1 }

  /// A thread that searched leaves for good.
  mutating func leaves() { searching -= 1 }

  /// A thread that searched goes to sleep; whether as sentry, which comes back after a while.
  ///
  /// One is needed where others are awake and tasks so short that not every submit wakes somebody.
  mutating func sleeps(_ thread: Int, othersAwake: Int, typicalNs: Int) -> Bool {
    searching -= 1
    sleepers.append(thread)
    sleeperCount += 1
    guard sentry == nil, othersAwake > 0, typicalNs < Self.worthWakingNs else {
      lastProgress = nil
      // With nobody awake there is nobody to watch: the next submit has to wake a thread.
      if othersAwake == 0 { sentry = nil }
      return false
    }
    sentry = thread
    return true
  }

  /// The time of a thread that sleeps has passed; `false` where it was woken at the same moment.
  mutating func cameBack(_ thread: Int) -> Bool {
    guard let index = sleepers.firstIndex(of: thread) else { return false }
    remove(at: index)
    searching += 1
    return true
  }

  /// The sentry has found nothing to do while so many tasks ended since the pool began; whether nobody got on.
  mutating func isStuck(progress: Int) -> Bool {
    defer { lastProgress = progress }
    return lastProgress == progress
  }

  /// Which thread to wake so that it does something else than work.
  mutating func wakeOne() -> Int? {
    guard let thread = sleepers.last else { return nil }
    remove(at: sleepers.count - 1)
    searching += 1
    wakeUps += 1
    return thread
  }

  private mutating func remove(at index: Int) {
    if sentry == sleepers.remove(at: index) { sentry = nil }
    sleeperCount -= 1
  }
}
