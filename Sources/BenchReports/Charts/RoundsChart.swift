import BenchAnalysis
import BenchModel
import BenchResults

/// Every round as a dot, over the median of its arm, so that noise and two modes are seen.
enum RoundsChart {
  static func chart(_ cell: CellResults, _ source: RunChartSource) -> Chart? {
    let rows = cell.arms.compactMap { row($0, cell, source) }
    guard !rows.isEmpty else { return nil }
    return Chart(
      name: Chart.name("rounds", cell.cell.shortTitle), title: "Every round: \(cell.cell.title)",
      sentence: sentence(cell, source),
      plot: .rows(
        RowPlot(
          axis: ChartAxis(
            title: "throughput of a round over the arm's median, log scale", unit: .factor, isLogarithmic: true,
            anchor: 1),
          columns: [RowPlot.Column(title: "")], rows: rows, reference: RowPlot.Reference(value: 1))))
  }

  private static func row(_ arm: ArmResults, _ cell: CellResults, _ source: RunChartSource) -> RowPlot.Row? {
    guard let estimate = source.row("throughput", arm, cell)?.estimate, estimate.median > 0 else { return nil }
    let rounds = arm.judged.compactMap { repetition in
      repetition.values["throughput"].flatMap { value in
        value > 0
          ? RowPlot.Round(position: value / estimate.median, value: value, isDisturbed: repetition.isDisturbed) : nil
      }
    }
    guard !rounds.isEmpty else { return nil }
    let spread = estimate.spread.map {
      "\(Figures.value($0.minimum, .perSecond, nil)) to \(Figures.value($0.maximum, .perSecond, nil))"
    }
    return RowPlot.Row(
      label: arm.label, style: source.styles.style(of: arm), texts: [spread ?? ""], rounds: rounds)
  }

  /// Counts, and drift if its test found any.
  private static func sentence(_ cell: CellResults, _ source: RunChartSource) -> String {
    let judged = cell.arms.flatMap(\.judged)
    let disturbed = judged.count(where: \.isDisturbed)
    let share = disturbed == 0 ? "None of the \(judged.count)" : "\(disturbed) of \(judged.count)"
    let counts =
      "\(share) repetitions \(disturbed < 2 ? "was" : "were") disturbed; a cross is one that was. Within a row, time runs downwards."
    guard let drift = source.results.stability.drift, drift.cell == cell.cell else { return counts }
    return counts
      + " \(drift.arm) drifted: \(Figures.factor(drift.factor))x from the first half of the rounds to the second."
  }
}
