/// The ranks of one series, scaled so that a sum over labels of rounds is a standardised rank sum.
///
/// With c = -1 in the first half and +1 in the second, the linear rank statistic sum (c - mean c)(r - mean r) has, over all
/// permutations of the rounds, the mean 0 and the variance sum (c - mean c)^2 sum (r - mean r)^2 / (n - 1) (Hajek, Sidak and
/// Sen, Theory of Rank Tests, section 3.3). Without gaps this is Wilcoxon's rank sum, standardised. Ties have their mean
/// rank; rounds without a value are left out.
package struct RoundScores {
  /// Zero where the series has no value.
  private let scores: [Double]
  private let present: [Bool]
  private let isComplete: Bool
  private let values: [Double?]

  /// `nil` if the series has fewer than ten values or only equal ones.
  package init?(_ values: [Double?]) {
    let ranked = Self.meanRanks(values)
    let mean = Double(ranked.count + 1) / 2
    let squares = ranked.reduce(0) { $0 + ($1.rank - mean) * ($1.rank - mean) }
    guard ranked.count >= 10, squares > 0 else { return nil }
    let scale = (Double(ranked.count - 1) / squares).squareRoot()
    var scores = [Double](repeating: 0, count: values.count)
    for entry in ranked { scores[entry.round] = (entry.rank - mean) * scale }
    self.scores = scores
    self.values = values
    present = values.map { $0 != nil }
    isComplete = ranked.count == values.count
  }

  /// The size of the standardised rank sum between the halves that `labels` name, whichever half is higher.
  ///
  /// - Parameter labels: for each round -1 or +1, as many of each.
  /// - Returns: at least 0; 0 also if only one half has values.
  package func statistic(_ labels: [Double]) -> Double {
    var sum = 0.0
    for round in scores.indices { sum += labels[round] * scores[round] }
    let squares = isComplete ? Double(labels.count) : squares(labels)
    return squares > 0 ? sum.magnitude / squares.squareRoot() : 0
  }

  /// How far apart the halves are in units of the spread within them: what tells two equal rank sums apart.
  ///
  /// A rank sum cannot exceed that of two halves that do not overlap. With 14 rounds chance alone reaches it in one of 24
  /// series in 1.4 % of orders, so that without a finer order among equals no drift would ever be found there.
  ///
  /// - Parameter labels: for each round -1 or +1.
  /// - Returns: the distance of the halves' means over the mean distance of the values from them.
  func contrast(_ labels: [Double]) -> Double {
    let first = half(-1, labels)
    let second = half(1, labels)
    guard !first.isEmpty, !second.isEmpty else { return 0 }
    let means = [first, second].map { $0.reduce(0, +) / Double($0.count) }
    let distances = first.map { ($0 - means[0]).magnitude } + second.map { ($0 - means[1]).magnitude }
    let spread = distances.reduce(0, +) / Double(distances.count)
    return (means[1] - means[0]).magnitude / max(spread, Double.leastNormalMagnitude)
  }

  private func half(_ label: Double, _ labels: [Double]) -> [Double] {
    labels.indices.compactMap { labels[$0] == label ? values[$0] : nil }
  }

  /// The sum of (c - mean c)^2 over the rounds that have a value.
  private func squares(_ labels: [Double]) -> Double {
    var count = 0.0
    var sum = 0.0
    for round in labels.indices where present[round] {
      count += 1
      sum += labels[round]
    }
    return count - sum * sum / count
  }

  private static func meanRanks(_ values: [Double?]) -> [(round: Int, rank: Double)] {
    let sorted = values.enumerated().compactMap { round, value in value.map { (round: round, value: $0) } }
      .sorted { $0.value < $1.value }
    var result: [(round: Int, rank: Double)] = []
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end].value == sorted[start].value { end += 1 }
      // The ranks start + 1 ... end, counted from 1, are shared.
      for index in start..<end { result.append((sorted[index].round, Double(start + 1 + end) / 2)) }
      start = end
    }
    return result
  }
}
