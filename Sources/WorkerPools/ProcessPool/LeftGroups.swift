internal import WorkerPoolsPosix

/// The process groups of workers that have ended and been collected, as long as killed members of them are to be collected, too.
///
/// That is so where the host adopts orphans, as the first process of a container does. They end within moments; one that a
/// device holds up is looked for less and less often.
struct LeftGroups {
  private static let firstPauseNs = 500_000
  private static let longestPauseNs = 500_000_000

  private var leaders: [ChildProcess] = []
  private var pauseNs = firstPauseNs
  /// When to look again; `nil`: there is nothing to look for.
  private(set) var nextNs: Int?

  /// Collects what has ended, and keeps the group in mind where something is left.
  mutating func add(_ leader: ChildProcess) {
    if leader.collectGroup() { return leader.close() }
    leaders.append(leader)
    pauseNs = Self.firstPauseNs
    nextNs = MonotonicTime.now() + pauseNs
  }

  /// Looks again, if it is time.
  mutating func collectDue() {
    guard let nextNs, MonotonicTime.now() >= nextNs else { return }
    leaders.removeAll { leader in
      guard leader.collectGroup() else { return false }
      leader.close()
      return true
    }
    pauseNs = min(pauseNs * 2, Self.longestPauseNs)
    self.nextNs = leaders.isEmpty ? nil : MonotonicTime.now() + pauseNs
  }

  /// Waits for what is left, a second at most for all.
  mutating func finish() {
    let deadline = MonotonicTime.now() + 1_000_000_000
    while let nextNs, nextNs < deadline {
      MonotonicTime.sleep(nanoseconds: max(nextNs - MonotonicTime.now(), 0))
      collectDue()
    }
    for leader in leaders { leader.close() }
    leaders = []
  }
}
