import BenchStatistics
import Testing

@Suite("Intervals by order statistics")
struct IntervalTests {
  // By hand for n = 14: 1 - 2 (1 + 14 + 91) / 2^14 = 0.98706, and one rank further in 0.94263 < 0.95.
  @Test(
    "the median's interval has the ranks and the level of the exact binomial",
    arguments: [(6, 1, 6, 96.9), (14, 3, 12, 98.7), (20, 6, 15, 95.9), (30, 10, 21, 95.7)])
  func ranks(count: Int, lower: Int, upper: Int, percent: Double) throws {
    let interval = try #require(OrderStatisticInterval(count: count, level: 0.95))
    #expect(interval.lowerRank == lower)
    #expect(interval.upperRank == upper)
    #expect((interval.level * 100 - percent).magnitude < 0.05)
  }

  @Test("fewer than six values have no interval at 95 %", arguments: 0..<6)
  func tooFew(count: Int) {
    #expect(OrderStatisticInterval(count: count, level: 0.95) == nil)
  }

  // The normal approximation gives ranks 5000 -+ 98 for n = 10000: 5000 - 1.96 * 50 = 4902.
  @Test("thousands of values have an interval, too")
  func many() throws {
    let interval = try #require(OrderStatisticInterval(count: 10_000, level: 0.95))
    #expect((4_900...4_903).contains(interval.lowerRank))
    #expect((0.95..<0.953).contains(interval.level))
  }

  @Test("the interval's ends are values of the sample")
  func ends() throws {
    let interval = try #require(Sample((1...14).map(Double.init))?.medianInterval())
    #expect(interval.low == 3)
    #expect(interval.high == 12)
    #expect(interval.contains(3) && interval.contains(12) && !interval.contains(12.5))
  }

  // By hand: six comparisons ask for 1 - 0.05 / 6 = 0.99167; [x2, x13] of 14 has 1 - 2 * 15 / 2^14 = 0.99817.
  @Test("more comparisons widen the interval of a ratio")
  func bonferroni() throws {
    let pairs = (1...14).map { (value: Double($0), reference: 1.0) }
    let one = try #require(PairedRatio(pairs, comparisons: 1)?.interval)
    let six = try #require(PairedRatio(pairs, comparisons: 6)?.interval)
    #expect(one.low == 3 && one.high == 12)
    #expect(six.low == 2 && six.high == 13)
    #expect((six.level - 0.998169).magnitude < 1e-6)
  }

  @Test("six rounds carry a ratio without an interval where several arms are compared")
  func quick() throws {
    let pairs = (1...6).map { (value: Double($0), reference: 2.0) }
    let ratio = try #require(PairedRatio(pairs, comparisons: 6))
    #expect(ratio.interval == nil)
    // The middle ratios are 1.5 and 2.
    #expect((ratio.median - 3.0.squareRoot()).magnitude < 1e-12)
  }

  @Test("a ratio and its inverse are each other's inverse")
  func symmetry() throws {
    let pairs = [(3.0, 2.0), (5, 4), (9, 5), (1, 2), (2, 7), (8, 3), (4, 4), (6, 5)]
    let forth = try #require(PairedRatio(pairs.map { (value: $0.0, reference: $0.1) }, comparisons: 1))
    let back = try #require(PairedRatio(pairs.map { (value: $0.1, reference: $0.0) }, comparisons: 1))
    #expect((forth.median * back.median - 1).magnitude < 1e-12)
    let interval = try #require(forth.interval)
    #expect((interval.low * (back.interval?.high ?? 0) - 1).magnitude < 1e-12)
  }

  @Test("pairs with a zero are left out")
  func zeros() throws {
    let ratio = try #require(PairedRatio([(value: 0, reference: 1), (value: 4, reference: 2)], comparisons: 1))
    #expect(ratio.count == 1)
    #expect(ratio.median == 2)
    #expect(PairedRatio([(value: 1, reference: 0)], comparisons: 1) == nil)
  }
}
