import BenchModel
import Testing

@testable import BenchRepetition

@Suite("Samples in buckets")
struct BucketsTests {
  @Test("small values are exact and counted")
  func exact() {
    #expect(
      Buckets.of([5, 1, 5, 0, 2047]) == [
        HistogramBucket(value: 0), HistogramBucket(value: 1), HistogramBucket(value: 5, count: 2),
        HistogramBucket(value: 2047),
      ])
  }

  @Test("a large value is off by less than a thousandth", arguments: [2_048, 123_457, 10_000_000, 987_654_321_012])
  func large(value: Int) throws {
    let buckets = try #require(Buckets.of([value]))
    #expect(buckets.count == 1 && buckets[0].count == 1)
    #expect((buckets[0].value - value).magnitude * 1000 <= value.magnitude)
  }

  @Test("no sample is lost")
  func complete() {
    let samples = (0..<10_000).map { $0 * $0 }
    #expect(Buckets.of(samples)?.reduce(0) { $0 + $1.count } == samples.count)
  }

  @Test("no samples are no buckets")
  func empty() {
    #expect(Buckets.of([]) == nil)
    #expect(Buckets.median(of: []) == 0)
    #expect(Buckets.median(of: [3, 1, 2]) == 2)
  }
}
