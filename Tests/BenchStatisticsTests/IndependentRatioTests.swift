import BenchStatistics
import Testing

@Suite("The ratio of two medians that were not measured together")
struct IndependentRatioTests {
  private func sample(_ values: [Double]) throws -> Sample { try #require(Sample(values)) }

  @Test("lies between the quotients of the intervals' far ends")
  func byHand() throws {
    // Of 14 values at 97.5 %, the 3rd and the 12th, which reach 1 - 2 * 106 / 16384.
    let references = try sample((1...14).map(Double.init))
    let values = try sample((1...14).map { Double($0) * 20 })
    let ratio = try #require(IndependentRatio(values, over: references))
    #expect(ratio.ratio == 20 && ratio.difference == 142.5)
    let interval = try #require(ratio.interval)
    #expect(interval.low == 60.0 / 12 && interval.high == 240.0 / 3)
    #expect((interval.level - (1 - 4 * 106 / 16_384)).magnitude < 1e-12)
  }

  @Test("has no interval if a sample cannot carry half the miss, or may lie at zero")
  func tooFew() throws {
    let six = try sample([1, 2, 3, 4, 5, 6])
    let seven = try sample([1, 2, 3, 4, 5, 6, 7])
    let fromZero = try sample([0, 2, 3, 4, 5, 6, 7])
    let zero = try sample([0])
    #expect(IndependentRatio(six, over: seven)?.ratio == 3.5 / 4)
    #expect(IndependentRatio(six, over: seven)?.interval == nil)
    #expect(IndependentRatio(seven, over: seven)?.interval != nil)
    #expect(IndependentRatio(seven, over: fromZero)?.ratio == 1)
    #expect(IndependentRatio(seven, over: fromZero)?.interval == nil)
    #expect(IndependentRatio(seven, over: zero) == nil)
  }

  @Test("misses the true ratio in at most 5 of 100 cases")
  func coverage() throws {
    var generator = SplitMix64(seed: 3)
    func draw() throws -> Sample {
      try sample((0..<14).map { _ in 1 + generator.uniform() })
    }
    var misses = 0
    for _ in 0..<2_000 {
      let ratio = IndependentRatio(try draw(), over: try draw())
      let interval = try #require(ratio?.interval)
      if !interval.contains(1) { misses += 1 }
    }
    #expect(misses <= 100, "\(misses)")
  }

  @Test("is judged by the rule of paired ratios")
  func judged() throws {
    let rule = ComparisonRule(isHigherBetter: false)
    let references = try sample((0..<14).map { 100 + Double($0) / 10 })
    func outcome(_ factor: Double) throws -> ComparisonOutcome? {
      let values = try sample(references.sorted.map { $0 * factor })
      return IndependentRatio(values, over: references).flatMap { rule.outcome($0) }
    }
    #expect(try outcome(1.2) == .worse && outcome(0.8) == .better && outcome(1) == .same)
    let single = try #require(IndependentRatio(try sample([1]), over: references))
    #expect(rule.outcome(single) == nil)
  }
}
