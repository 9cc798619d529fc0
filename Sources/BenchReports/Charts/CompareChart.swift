import BenchAnalysis
import BenchModel
import BenchResults
import BenchStatistics

/// What became of a metric from one run to another: a forest plot for each cell.
enum CompareChart {
  static func chart(_ metric: Metric, _ pair: CellPair, _ comparison: RunComparison, _ styles: ArmStyles) -> Chart? {
    let arms = comparison.arms(metric, in: pair)
    let rows = arms.compactMap { row($0, styles) }
    guard !rows.isEmpty else { return nil }
    let side = metric.direction == .higher ? "right" : "left"
    let plot = RowPlot(
      axis: ChartAxis(
        title: "after over before, log scale; \(side) is better", unit: .factor, isLogarithmic: true, anchor: 1),
      columns: [RowPlot.Column(title: "")], rows: rows, reference: RowPlot.Reference(value: 1))
    return Chart(
      name: Chart.name("change", metric.name, pair.cell.shortTitle), title: "\(metric.name): \(pair.cell.title)",
      sentence: sentence(arms, comparison.machine), plot: .rows(plot))
  }

  /// The ticks are where a difference is large enough to be named.
  private static func row(_ arm: ArmComparison, _ styles: ArmStyles) -> RowPlot.Row? {
    guard let ratio = arm.ratio, ratio > 0 else { return nil }
    let style = styles.style(of: arm.before.arm)
    let words = [Figures.ratio(ratio, arm.interval), arm.verdict?.rawValue].compactMap(\.self)
    return RowPlot.Row(
      label: arm.before.arm.label, style: style, texts: [words.joined(separator: " ")],
      points: [
        RowPlot.Point(
          value: ratio, interval: arm.interval, shape: style.shape,
          isHollow: arm.verdict == nil || arm.verdict == .undecided)
      ], limits: [1 / ComparisonRule.smallestFactor, ComparisonRule.smallestFactor])
  }

  private static func sentence(_ arms: [ArmComparison], _ machine: MachineMatch) -> String {
    guard machine != .different else {
      return "The runs are from different machines, so absolute values get no verdict."
    }
    let groups = [Verdict.better, .worse, .same, .undecided].compactMap { verdict -> String? in
      let members = arms.filter { $0.verdict == verdict }.map(\.before.arm.label)
      return members.isEmpty ? nil : "\(verdict.rawValue): \(members.joined(separator: ", "))"
    }
    guard !groups.isEmpty else { return "No verdicts: there is no interval to judge by." }
    return
      "After against before: \(groups.joined(separator: "; ")). Hollow: undecided. Ticks: 2 % up and down, below which no difference is named."
  }
}
