import BenchStatistics
import Testing

@Suite("Exact limits of a rate")
struct ClopperPearsonTests {
  // By hand: without a hit the upper limit solves (1 - p)^n = 0.025: 1 - 0.025^(1/100) = 0.036217, and for n = 1 0.975.
  @Test("without hits the lower limit is 0 and the upper one follows from (1 - p)^n")
  func noHits() {
    let hundred = ClopperPearson(hits: 0, trials: 100)
    #expect(hundred.low == 0)
    #expect((hundred.high - 0.0362167).magnitude < 1e-7)
    #expect((ClopperPearson(hits: 0, trials: 1).high - 0.975).magnitude < 1e-12)
  }

  // By hand: one of two: 1 - (1 - p)^2 = 0.025 gives 1 - sqrt(0.975) = 0.0125791, and its mirror image.
  @Test("one hit of two has the limits of the quadratic equation")
  func oneOfTwo() {
    let limits = ClopperPearson(hits: 1, trials: 2)
    #expect((limits.low - 0.01257911).magnitude < 1e-8)
    #expect((limits.high - 0.98742089).magnitude < 1e-8)
  }

  // By hand: one of ten: 1 - 0.975^(1/10) = 0.00252858; the upper limit, 0.44501612, solves (1-p)^10 + 10p(1-p)^9 = 0.025.
  @Test("one hit of ten has the limits of the textbook")
  func oneOfTen() {
    let limits = ClopperPearson(hits: 1, trials: 10)
    #expect((limits.low - 0.00252858).magnitude < 1e-8)
    #expect((limits.high - 0.44501612).magnitude < 1e-8)
  }

  @Test("hits and misses are mirror images", arguments: [(0, 5), (3, 100), (50, 100), (93, 100), (17, 10_000)])
  func mirror(hits: Int, trials: Int) {
    let limits = ClopperPearson(hits: hits, trials: trials, level: 0.9)
    let mirrored = ClopperPearson(hits: trials - hits, trials: trials, level: 0.9)
    #expect((limits.low + mirrored.high - 1).magnitude < 1e-12)
    #expect((limits.high + mirrored.low - 1).magnitude < 1e-12)
  }

  // P(X >= h) for X ~ Binomial(n, p), summed up term by term from the definition.
  @Test("each limit is missed with half of what the level leaves", arguments: [(3, 40), (20, 40), (39, 40)])
  func definition(hits: Int, trials: Int) {
    func tail(from bound: Int, _ rate: Double) -> Double {
      var term = (0..<trials).reduce(1.0) { product, _ in product * (1 - rate) }
      var sum = 0.0
      for count in 0...trials {
        if count >= bound { sum += term }
        term *= rate / (1 - rate) * Double(trials - count) / Double(count + 1)
      }
      return sum
    }
    let limits = ClopperPearson(hits: hits, trials: trials, level: 0.98)
    #expect((tail(from: hits, limits.low) - 0.01).magnitude < 1e-9)
    #expect((1 - tail(from: hits + 1, limits.high) - 0.01).magnitude < 1e-9)
  }

  // Summed up with 50 decimal digits.
  @Test("ten thousand trials have limits, although (1/2)^n is no number any more")
  func manyTrials() {
    let limits = ClopperPearson(hits: 17, trials: 10_000)
    #expect((limits.low - 0.00099061473).magnitude < 1e-10)
    #expect((limits.high - 0.00272047391).magnitude < 1e-10)
  }

  @Test("no trials say nothing")
  func nothing() {
    let limits = ClopperPearson(hits: 0, trials: 0)
    #expect(limits.low == 0 && limits.high == 1)
    #expect(limits.rate == nil)
  }

  @Test("a higher level widens the limits, more trials narrow them")
  func width() {
    let base = ClopperPearson(hits: 10, trials: 100)
    #expect(ClopperPearson(hits: 10, trials: 100, level: 0.99).high > base.high)
    #expect(ClopperPearson(hits: 100, trials: 1_000).high < base.high)
    #expect(ClopperPearson(hits: 100, trials: 1_000).low > base.low)
  }
}
