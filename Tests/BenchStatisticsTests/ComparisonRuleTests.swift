import BenchStatistics
import Testing

@Suite("The verdict on a ratio")
struct ComparisonRuleTests {
  /// Fourteen rounds whose ratio's interval, at 95 %, is [low, high] with the median in the middle.
  private func ratio(_ low: Double, _ median: Double, _ high: Double) throws -> PairedRatio {
    let ratios = Array(repeating: low, count: 3) + Array(repeating: median, count: 8) + Array(repeating: high, count: 3)
    return try #require(PairedRatio(ratios.map { (value: $0, reference: 1.0) }, comparisons: 1))
  }

  private func outcome(
    _ low: Double, _ median: Double, _ high: Double, _ rule: ComparisonRule = ComparisonRule(isHigherBetter: true)
  ) throws -> ComparisonOutcome? {
    rule.outcome(try ratio(low, median, high), median: median * 1_000, reference: 1_000)
  }

  @Test("an interval beyond 1 with a median off by more than 2 % is a difference, whichever way the metric is better")
  func differences() throws {
    let lower = ComparisonRule(isHigherBetter: false)
    #expect(try outcome(1.01, 1.1, 1.2) == .better)
    #expect(try outcome(0.8, 0.9, 0.99) == .worse)
    #expect(try outcome(1.01, 1.1, 1.2, lower) == .worse)
    #expect(try outcome(0.8, 0.9, 0.99, lower) == .better)
  }

  @Test("an interval that contains 1 is no difference, however far the median is off")
  func containsOne() throws {
    #expect(try outcome(0.99, 1.3, 1.5) == .undecided)
    #expect(try outcome(1, 1.3, 1.5) == .undecided)
  }

  @Test("a median off by at most 2 % is no difference, and the same if the interval lies within 5 %")
  func small() throws {
    #expect(try outcome(1.005, 1.01, 1.02) == .same)
    #expect(try outcome(1.001, 1.019, 1.2) == .undecided)
    #expect(try outcome(0.96, 1, 1.05) == .same)
    #expect(try outcome(0.96, 1, 1.051) == .undecided)
    #expect(try outcome(0.95, 1, 1.01) == .undecided)
  }

  @Test("a proven difference of 3 % is named even if the interval lies within 5 %")
  func precedence() throws {
    #expect(try outcome(1.02, 1.03, 1.04) == .better)
  }

  // By hand: medians of 60 and 160 ns differ by 100 ns, which ten reads of 10 ns do not exceed and ten of 9 ns do.
  @Test("a difference of ten clock reads or less is the clock's if two reads time the span")
  func clock() throws {
    let ratio = try ratio(2.5, 160.0 / 60, 2.8)
    func outcome(_ clockRead: Double?) -> ComparisonOutcome? {
      ComparisonRule(isHigherBetter: false, clockRead: clockRead).outcome(ratio, median: 160, reference: 60)
    }
    #expect(outcome(10) == .undecided)
    #expect(outcome(9) == .worse)
    #expect(outcome(nil) == .worse)
  }

  @Test("without an interval there is no verdict")
  func tooFew() throws {
    let ratio = try #require(PairedRatio([(value: 2, reference: 1)], comparisons: 1))
    #expect(ComparisonRule(isHigherBetter: true).outcome(ratio, median: 2, reference: 1) == nil)
  }
}
