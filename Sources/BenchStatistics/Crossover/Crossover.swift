/// What is known of two costs at one value of the parameter that both depend on.
package struct CrossoverPoint: Hashable, Sendable {
  /// The parameter, such as the duration of a task; above 0.
  package var parameter: Double
  /// What the reference costs there, in a unit that is the same at all points; above 0.
  package var referenceCost: Double
  /// The reference's cost over the other one's by round: above 1 where the other one is cheaper.
  package var gains: [Int: Double]
  /// What the rounds say of the gain; nil if they are too few.
  package var outcome: ComparisonOutcome?

  package init(parameter: Double, referenceCost: Double, gains: [Int: Double], outcome: ComparisonOutcome?) {
    self.parameter = parameter
    self.referenceCost = referenceCost
    self.gains = gains
    self.outcome = outcome
  }
}

/// From which value of the parameter on something costs less than the reference, as far as the rounds carry it.
package enum Crossover: Hashable, Sendable {
  /// It is cheaper at every point.
  case everywhere
  /// It is dearer below and cheaper from here on, with the interval at 95 %, or nil for too few rounds.
  case from(Double, ValueInterval?)
  /// It is cheaper from this point on; below, the rounds do not tell.
  case fromAtMost(Double)
  /// It is cheaper at no point, and at the last one it is dearer or the same.
  case nowhere
  /// It is cheaper at some points, and dearer at later ones.
  case atSome
  /// The rounds do not tell.
  case undecided

  /// Searches points in ascending order of their parameter.
  ///
  /// The ends are points at which the rounds are sure: dearer below, cheaper at this one and at all above. Between two points
  /// the costs are taken as straight lines of the parameter, which is what a cost for each task beside its own work makes of
  /// them. (A straight line between logarithms would put the crossing of such costs 9 % too high at three points a decade,
  /// and 37 % at one.) Each round gives a crossing; the estimate is their median, the interval that of its order statistics.
  package init(_ points: [CrossoverPoint]) {
    guard let last = points.last else {
      self = .undecided
      return
    }
    let firstBetter = points.firstIndex { $0.outcome == .better } ?? points.count
    if points[firstBetter...].contains(where: { $0.outcome == .worse }) {
      self = .atSome
      return
    }
    guard last.outcome == .better else {
      let isNever = firstBetter == points.count && (last.outcome == .worse || last.outcome == .same)
      self = isNever ? .nowhere : .undecided
      return
    }
    let first = (points.lastIndex { $0.outcome != .better } ?? -1) + 1
    if first == 0 {
      self = .everywhere
    } else if let below = points[..<first].lastIndex(where: { $0.outcome == .worse }) {
      self = Self.between(Array(points[below...first]))
    } else {
      self = .fromAtMost(points[first].parameter)
    }
  }

  private static func between(_ points: [CrossoverPoint]) -> Crossover {
    let rounds = points.reduce(Set(points[0].gains.keys)) { $0.intersection($1.gains.keys) }
    guard let crossings = Sample(rounds.map { crossing(points, round: $0) }) else { return .undecided }
    return .from(crossings.median, crossings.medianInterval())
  }

  /// Where a round has the last change from dearer to cheaper; an end if it has none between the ends.
  private static func crossing(_ points: [CrossoverPoint], round: Int) -> Double {
    // How much dearer it is than the reference, in the reference's typical cost, so that a round's own speed cancels.
    let excess = points.map { (1 / ($0.gains[round] ?? 1) - 1) * $0.referenceCost }
    guard let after = excess.indices.last, excess[after] <= 0 else { return points[points.count - 1].parameter }
    guard let below = excess.lastIndex(where: { $0 > 0 }) else { return points[0].parameter }
    let share = excess[below] / (excess[below] - excess[below + 1])
    return points[below].parameter + share * (points[below + 1].parameter - points[below].parameter)
  }
}
