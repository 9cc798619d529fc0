/// A percentile that tables may show.
package enum Percentile: Int, CaseIterable, Comparable, Sendable {
  // The raw value is the percentile in thousandths.
  case p50 = 500
  case p90 = 900
  case p99 = 990
  case p999 = 999

  package static func < (left: Percentile, right: Percentile) -> Bool { left.rawValue < right.rawValue }

  /// How people write it: `p50`, `p99.9`.
  package var label: String { self == .p999 ? "p99.9" : "p\(rawValue / 10)" }

  /// The rank of the percentile among `count` values, counted from 1: the smallest r with r/n >= p ("nearest rank").
  package func rank(in count: Int) -> Int { (count * rawValue + 999) / 1_000 }

  /// Whether `count` values say anything about the percentile.
  ///
  /// The median needs one value; everything above needs at least ten values beyond it, else it is a story about the few
  /// largest ones.
  package func isCarried(by count: Int) -> Bool {
    guard count > 0 else { return false }
    return self == .p50 || count - rank(in: count) >= 10
  }

  /// The highest percentile above the median that `count` values carry, or `nil`.
  package static func highest(carriedBy count: Int) -> Percentile? {
    allCases.last { $0 != .p50 && $0.isCarried(by: count) }
  }
}

/// Values with their frequencies: histograms of single repetitions, or several of them pooled.
package struct Distribution: Hashable, Sendable {
  private var counts: [Int: Int] = [:]
  /// How many values there are.
  package private(set) var count = 0

  package init() {}

  /// Adds a value that was seen `count` times; a count that is not positive adds nothing.
  package mutating func add(_ value: Int, count: Int = 1) {
    guard count > 0 else { return }
    counts[value, default: 0] += count
    self.count += count
  }

  /// The largest value, or `nil` where there is none.
  package var maximum: Int? { counts.keys.max() }

  /// The percentile by nearest rank, or `nil` where the values do not carry it.
  package func value(at percentile: Percentile) -> Int? {
    guard percentile.isCarried(by: count) else { return nil }
    let rank = percentile.rank(in: count)
    var seen = 0
    for (value, count) in counts.sorted(by: { $0.key < $1.key }) {
      seen += count
      if seen >= rank { return value }
    }
    return nil
  }
}

extension Distribution {
  /// Pools another distribution into this one.
  package mutating func add(_ other: Distribution) {
    for (value, count) in other.counts { add(value, count: count) }
  }
}
