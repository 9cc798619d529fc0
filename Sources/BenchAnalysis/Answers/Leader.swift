import BenchResults

/// Which arm is the best of those that may be ranked together, as far as the rounds carry it.
package enum Leader: Hashable, Sendable {
  /// The rounds carry that it is better than each of the others.
  case one(Standing)
  /// The one with the best median first, and the arms that the rounds do not tell from it.
  case tooClose([Standing])
  /// There is no other arm to compare with.
  case alone(Standing)
  /// Too few rounds for an interval, or a metric that single rounds do not have.
  case notJudged

  /// - Parameter standings: the arms, the one with the best median first; at least one.
  init(_ standings: [Standing]) {
    let top = standings[0]
    let others = standings.dropFirst()
    if others.isEmpty {
      self = .alone(top)
    } else if others.contains(where: { $0.againstTop?.verdict == nil }) {
      self = .notJudged
    } else {
      let near = others.filter { !$0.isBehind }
      self = near.isEmpty ? .one(top) : .tooClose([top] + near)
    }
  }
}
