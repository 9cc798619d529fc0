package import BenchModel
package import BenchStatistics

/// What stands in a field of a table, before it is drawn.
package enum Figure: Hashable, Sendable {
  /// Not measured; drawn as a dash.
  case missing
  case text(String)
  /// A number with its unit, and its interval if there is one.
  case value(Double, MetricUnit, ValueInterval?)
  /// How many times as large, with its interval if there is one.
  case ratio(Double, ValueInterval?)
  /// The ratios of two runs to their own baselines.
  case ratioChange(Double?, Double?)

  /// The same without its interval.
  package var withoutInterval: Figure {
    switch self {
    case .value(let value, let unit, _): .value(value, unit, nil)
    case .ratio(let ratio, _): .ratio(ratio, nil)
    case .missing, .text, .ratioChange: self
    }
  }

  /// A text, or nothing.
  package init(text: String?) { self = text.map(Figure.text) ?? .missing }

  /// A number without an interval, or nothing.
  package init(_ value: Double?, _ unit: MetricUnit) { self = value.map { .value($0, unit, nil) } ?? .missing }

  /// A ratio, or nothing.
  package init(ratio: Double?, _ interval: ValueInterval? = nil) {
    self = ratio.map { .ratio($0, interval) } ?? .missing
  }
}

/// The units of metrics, by their words in summary.csv.
package enum MetricUnit: String, Hashable, Sendable {
  case perSecond = "per_s"
  case nanoseconds = "ns"
  case bytes
  case count = "n"
  case ratio
}

extension Metric {
  package var reportUnit: MetricUnit { MetricUnit(rawValue: unit) ?? .count }
}
