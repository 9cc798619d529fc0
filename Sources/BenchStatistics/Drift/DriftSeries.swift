/// The throughputs of one arm in one cell, round by round.
package struct DriftSeries: Hashable, Sendable {
  /// Which cell it belongs to; series of the same cell are compared with each other.
  package let cell: Int
  /// The values by round, in true order, with `nil` where the arm failed.
  ///
  /// All series of a run have the same number of rounds.
  package let throughputs: [Double?]

  package init(cell: Int, throughputs: [Double?]) {
    self.cell = cell
    self.throughputs = throughputs
  }

  /// The series with an even number of rounds.
  var withoutMiddleRound: DriftSeries {
    let half = throughputs.count / 2
    return DriftSeries(cell: cell, throughputs: Array(throughputs.prefix(half) + throughputs.suffix(half)))
  }

  /// The logarithm of each value over the series' own median; `nil` where the value is missing or not positive.
  fileprivate var deviations: [Double?] {
    let logarithms = throughputs.map { value in value.flatMap { $0 > 0 ? $0.naturalLogarithm : nil } }
    guard let center = Sample(logarithms.compactMap { $0 })?.median else { return logarithms }
    return logarithms.map { value in value.map { $0 - center } }
  }

  /// How each series moves against the other arms of its cell: its deviation less the median of theirs in the same round.
  ///
  /// What all arms of a cell have in common, such as the clock rate of the moment, cancels, as it does in every ratio. A series
  /// without others in its cell has no values.
  static func relative(_ series: [DriftSeries]) -> [[Double?]] {
    let deviations = series.map(\.deviations)
    return series.indices.map { index in
      let others = series.indices.filter { $0 != index && series[$0].cell == series[index].cell }
      return deviations[index].indices.map { round in
        guard let own = deviations[index][round],
          let common = Sample(others.compactMap { deviations[$0][round] })?.median
        else { return nil }
        return own - common
      }
    }
  }
}
