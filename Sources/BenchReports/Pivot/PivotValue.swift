import BenchAnalysis
import BenchStatistics

/// What a pivot says of an arm in a cell; the values of `--values`.
package enum PivotValue: String, CaseIterable, Sendable {
  case median
  case ciLow = "ci_low"
  case ciHigh = "ci_high"
  case ratio
  case ratioCiLow = "ratio_ci_low"
  case ratioCiHigh = "ratio_ci_high"

  /// The column's name: the arm's alone for the median.
  func header(_ label: String) -> String { self == .median ? label : "\(label)_\(rawValue)" }

  /// The number of a row; nil if there is none.
  func number(_ row: SummaryRow) -> Double? {
    switch self {
    case .median: row.estimate.median
    case .ciLow: row.estimate.interval?.low
    case .ciHigh: row.estimate.interval?.high
    case .ratio: row.comparison.median
    case .ratioCiLow: row.comparison.interval?.low
    case .ratioCiHigh: row.comparison.interval?.high
    }
  }
}
