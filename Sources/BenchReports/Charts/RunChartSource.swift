import BenchAnalysis
import BenchModel
import BenchResults
import BenchStatistics

/// What the charts of a run are made from.
struct RunChartSource {
  let results: RunResults
  let styles: ArmStyles

  func row(_ metric: String, _ arm: ArmResults, _ cell: CellResults) -> SummaryRow? {
    results.summary(metric, of: arm.label, in: cell.cell)
  }

  func rows(_ metric: String, _ cell: CellResults) -> [SummaryRow] {
    cell.arms.compactMap { row(metric, $0, cell) }
  }

  /// Which arms are the best by a metric, in the words that stand below the cell's table.
  func answer(_ metric: Metric, _ cell: CellResults) -> String {
    CellAnswer(metric, in: cell, of: results).map { AnswerSentence.texts($0).joined(separator: " ") } ?? ""
  }
}

extension ChartAxis {
  /// From how large a quotient on values are shown by their logarithm.
  private static let widest = 20.0

  /// The axis of a metric's values: logarithmic if they are all above 0 and spread over more than a factor of 20.
  static func values(_ title: String, _ unit: MetricUnit, of values: [Double]) -> ChartAxis {
    let low = values.min() ?? 1
    let high = values.max() ?? 1
    let isLogarithmic = low > 0 && high / low > widest
    let title = isLogarithmic ? "\(title), log scale" : title
    return ChartAxis(title: title, unit: .metric(unit), isLogarithmic: isLogarithmic, anchor: isLogarithmic ? nil : 0)
  }
}

extension SummaryRow.Value {
  func point(_ shape: MarkShape, isHollow: Bool = false) -> RowPlot.Point {
    RowPlot.Point(value: median, interval: interval, shape: shape, isHollow: isHollow)
  }
}
