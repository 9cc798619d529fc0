import BenchModel
import Histogram

extension RepetitionOutcome {
  /// The rows of histograms.csv: what may be pooled over rounds.
  ///
  /// Only repetitions that are judged have any. Latency, queue and service of a batch depend on the number of tasks and
  /// are not pooled, so they are left out; in open-loop mode they belong here. The values are rounded to two significant
  /// digits' buckets (less than 1 % off), which keeps the file a tenth as long.
  package var histogramRows: [TableRow] {
    guard spec.phase == .measure, record.status == .ok || record.status == .debug else { return [] }
    let measured: [(HistogramKind, [HistogramBucket]?)] = [
      (.roundtrip, record.roundtripNs), (.roundtripIdle, record.roundtripIdleNs), (.spawn, record.spawnNs),
      (.reap, record.reapNs),
    ]
    return measured.flatMap { measurement, buckets in
      coarse(buckets ?? []).map { row(of: $0, measurement: measurement) }
    }
  }

  private func row(of bucket: HistogramBucket, measurement: HistogramKind) -> TableRow {
    var row = TableRow(.histograms)
    row[text: "run_id"] = runId
    row[integer: "seq"] = spec.seq
    row[text: "measurement"] = measurement.rawValue
    row[integer: "value_ns"] = bucket.value
    row[integer: "count_n"] = bucket.count
    return row
  }

  /// Only its buckets' bounds are used, which are the same whatever was recorded.
  private static let ruler = Histogram<UInt64>(numberOfSignificantValueDigits: .two)

  private func coarse(_ buckets: [HistogramBucket]) -> [HistogramBucket] {
    var counts: [Int: Int] = [:]
    for bucket in buckets where bucket.count > 0 {
      let value = Self.ruler.medianEquivalentForValue(UInt64(max(0, bucket.value)))
      counts[Int(value), default: 0] += bucket.count
    }
    return counts.sorted { $0.key < $1.key }.map { HistogramBucket(value: $0.key, count: $0.value) }
  }
}
