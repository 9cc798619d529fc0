import BenchModel
import Histogram

/// Samples as the record carries them: the buckets of an HdrHistogram with three significant digits.
///
/// Values below 2,048 are exact; a larger one is represented by the middle of its bucket, at most 0.05 % away.
enum Buckets {
  /// The buckets of these samples by rising value, or `nil` where there are none.
  static func of(_ samples: [Int]) -> [HistogramBucket]? {
    guard let largest = samples.max() else { return nil }
    var histogram = Histogram<UInt64>(
      highestTrackableValue: UInt64(max(2, largest)), numberOfSignificantValueDigits: .three)
    for sample in samples { _ = histogram.record(UInt64(max(0, sample))) }
    return histogram.recordedValues().map { bucket in
      HistogramBucket(value: Int(histogram.medianEquivalentForValue(bucket.value)), count: Int(bucket.count))
    }
  }

  /// The median of these samples, the lower one of two; 0 where there are none.
  static func median(of samples: [Int]) -> Int {
    samples.isEmpty ? 0 : samples.sorted()[(samples.count - 1) / 2]
  }
}
