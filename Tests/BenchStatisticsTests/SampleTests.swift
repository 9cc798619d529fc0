import BenchStatistics
import Testing

@Suite("Estimates of one sample")
struct SampleTests {
  @Test("an odd sample's median is its middle value, an even one's the mean of the two middle values")
  func median() throws {
    #expect(try #require(Sample([3, 1, 2])).median == 2)
    #expect(try #require(Sample([4, 1, 3, 2])).median == 2.5)
    #expect(try #require(Sample([7])).median == 7)
  }

  @Test("a ratio's median is the geometric mean of the two middle ratios")
  func geometricMedian() throws {
    #expect(try #require(Sample([9, 0.1, 1, 4])).geometricMedian == 2)
    #expect(try #require(Sample([9, 4, 1])).geometricMedian == 4)
  }

  @Test("nothing, not-a-number and infinity are no sample")
  func refusals() {
    #expect(Sample([]) == nil)
    #expect(Sample([1, .nan]) == nil)
    #expect(Sample([1, .infinity]) == nil)
  }

  // By hand: the median of 1 1 2 2 4 6 9 is 2, the distances are 1 1 0 0 2 4 7, sorted 0 0 1 1 2 4 7.
  @Test("the MAD is the median distance from the median")
  func deviation() throws {
    #expect(try #require(Sample([1, 1, 2, 2, 4, 6, 9])).medianAbsoluteDeviation == 1)
    #expect(try #require(Sample([1, 2, 3, 6])).medianAbsoluteDeviation == 1)
  }

  // By hand: the mean of 2 4 4 4 5 5 7 9 is 5, the squares sum up to 32, and 32 / 7 has the root 2.13809.
  @Test("the coefficient of variation is the standard deviation over the mean, in percent")
  func variation() throws {
    let cv = try #require(Sample([2, 4, 4, 4, 5, 5, 7, 9])?.coefficientOfVariationPercent)
    #expect((cv - 42.7618).magnitude < 0.0001)
    // The mean of these is not the value itself.
    #expect(Sample([0.1, 0.1, 0.1])?.coefficientOfVariationPercent == 0)
    #expect(Sample([5])?.coefficientOfVariationPercent == nil)
    #expect(Sample([-1, 1])?.coefficientOfVariationPercent == nil)
  }

  // By hand, definition 7: for 1 2 3 4 the quartile lies at position 0.75, that is 1.75, and 3.25.
  @Test("quantiles interpolate between the two nearest values")
  func quantiles() throws {
    let sample = try #require(Sample([1, 2, 3, 4]))
    #expect(sample.quantile(0) == 1)
    #expect(sample.quantile(0.25) == 1.75)
    #expect(sample.quantile(0.75) == 3.25)
    #expect(sample.quantile(1) == 4)
  }

  // By hand: quartiles of 1...9 and 30 are 3.25 and 7.75; the fences lie at -3.5 and 14.5.
  @Test("an outlier is counted and stays in the sample")
  func outliers() throws {
    let sample = try #require(Sample([1, 2, 3, 4, 5, 6, 7, 8, 9, 30]))
    #expect(sample.outlierCount == 1)
    #expect(sample.maximum == 30)
    #expect(try #require(Sample([1, 2, 3, 4, 5, 6, 7, 8, 9, 14])).outlierCount == 0)
  }
}
