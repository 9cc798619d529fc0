import BenchAnalysis
import BenchModel
import BenchResults

/// The table of one metric in a cell that two runs have.
struct ComparisonTable {
  private let comparison: RunComparison
  private let metric: Metric
  private let pair: CellPair
  private let arms: [ArmComparison]

  init(_ comparison: RunComparison, _ metric: Metric, _ pair: CellPair) {
    self.comparison = comparison
    self.metric = metric
    self.pair = pair
    arms = comparison.arms(metric, in: pair)
  }

  /// Nil if no arm has measured the metric in both runs.
  var table: ReportTable? {
    guard !arms.isEmpty else { return nil }
    return ReportTable(
      title: "\(metric.name) (\(metric.direction.rawValue) is better), \(pair.cell.title)",
      columns: [
        .init("arm", .leading), .init("before"), .init("after"), .init("after/before"), .init("verdict", .leading),
        .init(baselineTitle), .init("change", .leading),
      ],
      rows: arms.map(row))
  }

  /// Ratios to two different arms say nothing about each other.
  private var hasCommonBaseline: Bool { comparison.before.baseline == comparison.after.baseline }

  private var baselineTitle: String { hasCommonBaseline ? "vs \(comparison.before.baseline)" : "vs baseline" }

  private func row(_ arm: ArmComparison) -> ReportTable.Row {
    let after = arm.scaledAfter
    return ReportTable.Row(
      [
        .text(arm.before.arm.label),
        .value(arm.before.estimate.median, metric.reportUnit, arm.before.estimate.interval),
        .value(after.median, metric.reportUnit, after.interval), Figure(ratio: arm.ratio, arm.interval),
        Figure(text: arm.verdict?.rawValue),
        hasCommonBaseline ? .ratioChange(arm.before.comparison.median, arm.after.comparison.median) : .missing,
        Figure(text: arm.relativeVerdict?.rawValue),
      ], remarks: remarks(arm))
  }

  private func remarks(_ arm: ArmComparison) -> [String] {
    let scale = arm.workScale == 1 ? [] : ["after scaled by \(Figures.factor(arm.workScale)) to the same work"]
    return scale + differences(arm.before.arm.subject, arm.after.arm.subject)
  }

  /// In what an arm of the same name is not the same; a run of schema 1 does not know its result modes.
  private func differences(_ before: Repetition.Subject?, _ after: Repetition.Subject?) -> [String] {
    [
      ("strategy", before?.strategy, after?.strategy), ("start method", before?.startMethod, after?.startMethod),
      ("allocator", before?.allocator, after?.allocator),
      ("results", before?.resultMode?.rawValue, after?.resultMode?.rawValue),
    ].compactMap { name, before, after in
      guard let before, let after, before != after else { return nil }
      return "\(name) \(before), then \(after)"
    }
  }
}
