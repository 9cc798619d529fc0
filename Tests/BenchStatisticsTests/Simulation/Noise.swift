import BenchStatistics

extension SplitMix64 {
  /// A number in [0, 1) on a grid of 2^-53.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A standard normal number (Marsaglia's polar method).
  mutating func normal() -> Double {
    while true {
      let first = 2 * uniform() - 1
      let second = 2 * uniform() - 1
      let square = first * first + second * second
      if square > 0, square < 1 { return first * (-2 * square.naturalLogarithm / square).squareRoot() }
    }
  }

  /// A number of Student's distribution with two degrees of freedom, whose variance is infinite.
  mutating func heavyTailed() -> Double { normal() / (-(1 - uniform()).naturalLogarithm).squareRoot() }
}
