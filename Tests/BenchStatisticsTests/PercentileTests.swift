import BenchStatistics
import Testing

@Suite("Percentiles of pooled histograms")
struct PercentileTests {
  @Test(
    "a percentile needs ten values beyond it",
    arguments: [(Percentile.p90, 99, 100), (.p99, 999, 1_000), (.p999, 9_999, 10_000)])
  func carried(percentile: Percentile, short: Int, enough: Int) {
    #expect(!percentile.isCarried(by: short))
    #expect(percentile.isCarried(by: enough))
  }

  @Test("the median is carried by a single value")
  func median() {
    #expect(Percentile.p50.isCarried(by: 1))
    #expect(!Percentile.p50.isCarried(by: 0))
  }

  @Test("the highest percentile follows the number of values")
  func highest() {
    #expect(Percentile.highest(carriedBy: 50) == nil)
    #expect(Percentile.highest(carriedBy: 140) == .p90)
    #expect(Percentile.highest(carriedBy: 1_400) == .p99)
    #expect(Percentile.highest(carriedBy: 14_000) == .p999)
  }

  @Test("pooled buckets give the values that the single values would give")
  func pooling() {
    var pooled = Distribution()
    // 1 ... 1000 in two histograms.
    for value in 1...1_000 where value.isMultiple(of: 2) { pooled.add(value) }
    for value in stride(from: 1, to: 1_000, by: 2) { pooled.add(value, count: 1) }
    #expect(pooled.count == 1_000)
    #expect(pooled.value(at: .p50) == 500)
    #expect(pooled.value(at: .p90) == 900)
    #expect(pooled.value(at: .p99) == 990)
    #expect(pooled.value(at: .p999) == nil)
    #expect(pooled.maximum == 1_000)
  }

  @Test("a bucket's count weighs its value")
  func weights() {
    var pooled = Distribution()
    pooled.add(10, count: 3)
    pooled.add(1, count: 2)
    pooled.add(99, count: 0)
    #expect(pooled.value(at: .p50) == 10)
    #expect(pooled.count == 5)
  }
}
