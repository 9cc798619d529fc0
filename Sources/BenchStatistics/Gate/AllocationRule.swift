/// When the gate calls allocations a regression: counts hardly spread, so three repetitions a side and no interval do.
package enum AllocationRule {
  /// How many repetitions each side has.
  package static let repetitions = 3
  /// The share by which head's least must exceed base's most.
  package static let smallestShare = 0.1
  /// The number a task by which head's least must exceed base's most.
  package static let smallestDifference = 0.1

  /// What the counts say.
  package enum Outcome: Hashable, CaseIterable, Sendable {
    /// Head allocates more.
    case regression
    /// Head allocates less, by the same rule with the sides exchanged.
    case improvement
    case pass
    /// One of the sides has fewer than three counts.
    case inconclusive
  }

  /// Judges allocations a task of all repetitions of both sides.
  package static func outcome(base: [Double], head: [Double]) -> Outcome {
    guard base.count >= repetitions, head.count >= repetitions, let base = Sample(base), let head = Sample(head) else {
      return .inconclusive
    }
    if exceeds(head, base) { return .regression }
    return exceeds(base, head) ? .improvement : .pass
  }

  private static func exceeds(_ more: Sample, _ less: Sample) -> Bool {
    let excess = more.minimum - less.maximum
    return excess >= smallestDifference && excess >= smallestShare * less.maximum
  }
}
