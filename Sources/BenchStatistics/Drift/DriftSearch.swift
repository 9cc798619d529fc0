/// The scores of all series, and the series that changed enough to be named.
struct DriftSearch {
  private let labels: [Double]
  private let scores: [RoundScores]
  private let candidates: [Candidate]
  /// The smallest rank sum of a candidate.
  private let smallestCandidate: Double

  private struct Candidate {
    let series: Int
    /// The logarithm of the change between the halves' medians.
    let change: Double
    let statistic: DriftStatistic
  }

  /// - Parameters:
  ///   - relative: the values of each series by round.
  ///   - rounds: an even number.
  init(_ relative: [[Double?]], rounds: Int) {
    let labels = (0..<rounds).map { $0 < rounds / 2 ? -1.0 : 1 }
    let scored = relative.indices.compactMap { series in RoundScores(relative[series]).map { (series, $0) } }
    self.labels = labels
    scores = scored.map(\.1)
    let candidates = scored.compactMap { series, scores -> Candidate? in
      guard let change = Self.change(relative[series]), Self.isLarge(change) else { return nil }
      let statistic = DriftStatistic(
        rankSum: scores.statistic(labels), contrast: scores.contrast(labels))
      return Candidate(series: series, change: change, statistic: statistic)
    }
    self.candidates = candidates
    smallestCandidate = (candidates.map(\.statistic.rankSum).min() ?? 0) - DriftStatistic.tolerance
  }

  /// Permutes whole rounds until no candidate can be a finding, or to the end.
  func finding(generator: inout SplitMix64) -> DriftTest.Finding? {
    let allowed = Int(DriftTest.level * Double(DriftTest.permutations + 1)) - 1
    var reached = [Int](repeating: 0, count: candidates.count)
    var open = Array(candidates.indices)
    for _ in 0..<DriftTest.permutations where !open.isEmpty {
      let largest = largest(generator.shuffled(labels))
      for index in open where !(largest < candidates[index].statistic) { reached[index] += 1 }
      open.removeAll { reached[$0] > allowed }
    }
    return open.max { candidates[$0].change.magnitude < candidates[$1].change.magnitude }.map { index in
      DriftTest.Finding(
        series: candidates[index].series, factor: candidates[index].change.exponential,
        pValue: Double(reached[index] + 1) / Double(DriftTest.permutations + 1))
    }
  }

  /// The largest statistic of an order; a contrast is computed only for a rank sum that may decide.
  private func largest(_ labels: [Double]) -> DriftStatistic {
    var largest = DriftStatistic(rankSum: 0, contrast: 0)
    for score in scores {
      let rankSum = score.statistic(labels)
      guard rankSum > largest.rankSum - DriftStatistic.tolerance else { continue }
      let contrast = rankSum > smallestCandidate ? score.contrast(labels) : 0
      let statistic = DriftStatistic(rankSum: rankSum, contrast: contrast)
      if largest < statistic { largest = statistic }
    }
    return largest
  }

  /// The logarithm of the change between the halves' medians, or `nil` if a half has fewer than three values.
  private static func change(_ values: [Double?]) -> Double? {
    let half = values.count / 2
    guard let first = Sample(values.prefix(half).compactMap { $0 }), first.count >= 3,
      let second = Sample(values.suffix(half).compactMap { $0 }), second.count >= 3
    else { return nil }
    return second.median - first.median
  }

  private static func isLarge(_ change: Double) -> Bool {
    change.magnitude > DriftTest.smallestFactor.naturalLogarithm
  }
}

/// A rank sum, and what tells equal ones apart.
struct DriftStatistic: Comparable {
  /// Sums in another order of addition differ by less than this.
  static let tolerance = 1e-9

  let rankSum: Double
  let contrast: Double

  static func < (left: DriftStatistic, right: DriftStatistic) -> Bool {
    if (left.rankSum - right.rankSum).magnitude > tolerance { return left.rankSum < right.rankSum }
    return left.contrast < right.contrast * (1 - tolerance)
  }
}
