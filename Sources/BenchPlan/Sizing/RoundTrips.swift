/// How many single tasks a repetition runs back to back and after idleness.
package struct RoundTrips: Hashable, Sendable {
  package static let mostN = 1000
  package static let longestNs = 75_000_000
  package static let idlePauseNs = 10_000_000
  static let idleN = 5
  static let longestIdleNs = 500_000_000

  private let taskDurationNs: Int
  /// Five, or as many as take half a second with their pauses, but one at least.
  package let idleCount: Int

  package init(taskDurationNs: Int?) {
    self.taskDurationNs = taskDurationNs ?? 0
    let eachNs = Self.idlePauseNs + min(self.taskDurationNs, Self.longestIdleNs)
    idleCount = max(1, min(Self.idleN, Self.longestIdleNs / eachNs))
  }

  /// What both phases take together, about.
  var expectedNs: Int {
    let backToBack = taskDurationNs == 0 ? Self.longestNs / 4 : max(taskDurationNs, Self.longestNs)
    return backToBack + idleCount * (Self.idlePauseNs + taskDurationNs)
  }
}

/// The batch of repetitions that count allocations and whose times are not judged: a part of it is enough.
package enum PartialBatch {
  static let divisor = 4

  /// A quarter of so many tasks, rounded up.
  ///
  /// What the checksum covers is cut alike, so that it still is the same for all arms of a cell.
  package static func tasks(of count: Int) -> Int { (count + divisor - 1) / divisor }
}
