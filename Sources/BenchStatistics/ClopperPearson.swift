/// Exact limits for a rate of which `hits` cases among `trials` were seen (Clopper and Pearson, Biometrika 26, 1934).
package struct ClopperPearson: Hashable, Sendable {
  package let hits: Int
  package let trials: Int
  /// The probability, at least, that the true rate lies between the limits; between 0 and 1.
  package let level: Double
  /// The lower limit; 0 if there are no hits.
  package let low: Double
  /// The upper limit; 1 if every trial was a hit, or if there was no trial.
  package let high: Double

  /// The limits at a two-sided level: each of them is missed with at most (1 - level) / 2.
  ///
  /// - Parameters:
  ///   - hits: from 0 to `trials`.
  ///   - trials: at least 0.
  ///   - level: above 0 and below 1.
  package init(hits: Int, trials: Int, level: Double = 0.95) {
    precondition(0 <= hits && hits <= trials, "Hits lie between 0 and the number of trials.")
    precondition(0 < level && level < 1, "A level lies between 0 and 1.")
    self.hits = hits
    self.trials = trials
    self.level = level
    let miss = (1 - level) / 2
    low = hits == 0 ? 0 : Self.rate(at: miss, BinomialTail(trials: trials, from: hits))
    high = hits == trials ? 1 : 1 - Self.rate(at: miss, BinomialTail(trials: trials, from: trials - hits))
  }

  /// The share of hits, or `nil` if there was no trial.
  package var rate: Double? { trials == 0 ? nil : Double(hits) / Double(trials) }

  /// The rate at which the tail has the given probability: the tail grows with the rate, so halving finds it.
  private static func rate(at probability: Double, _ tail: BinomialTail) -> Double {
    var low = 0.0
    var high = 1.0
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if tail.probability(rate: middle) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

/// The probability that a binomial number reaches a bound, P(X >= from).
struct BinomialTail {
  private let trials: Int
  private let from: Int
  private let logChoose: Double

  /// `from` lies between 1 and `trials`.
  init(trials: Int, from: Int) {
    self.trials = trials
    self.from = from
    logChoose = (0..<min(from, trials - from)).reduce(0) { sum, index in
      sum + (Double(trials - index) / Double(index + 1)).naturalLogarithm
    }
  }

  /// The sum from the bound away from the mean, where the terms fall: of the upper tail, or of the rest.
  func probability(rate: Double) -> Double {
    guard rate > 0 else { return 0 }
    guard rate < 1 else { return 1 }
    let first =
      (logChoose + Double(from) * rate.naturalLogarithm + Double(trials - from) * (1 - rate).naturalLogarithm)
      .exponential
    let odds = rate / (1 - rate)
    return Double(from) >= Double(trials) * rate ? upper(first, odds) : 1 - lower(first, odds)
  }

  private func upper(_ first: Double, _ odds: Double) -> Double {
    var term = first
    var sum = 0.0
    var index = from
    while index <= trials, term > sum * 1e-17 {
      sum += term
      term *= odds * Double(trials - index) / Double(index + 1)
      index += 1
    }
    return sum
  }

  private func lower(_ first: Double, _ odds: Double) -> Double {
    var term = first
    var sum = 0.0
    var index = from
    while index > 0, term > sum * 1e-17 {
      term *= Double(index) / (Double(trials - index + 1) * odds)
      sum += term
      index -= 1
    }
    return sum
  }
}
