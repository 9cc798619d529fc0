package import BenchAnalysis
package import BenchModel
import BenchResults

/// The report of two runs side by side: their surroundings first, then what both have measured, then what only one has.
package enum CompareReport {
  /// The metrics that are compared unless others are asked for.
  package static let usualMetrics = ["throughput", "roundtrip_p50", "startup", "teardown", "cpu_per_task"]

  package static func report(_ comparison: RunComparison, metrics: [Metric]) -> Report {
    var report = Report(title: "Two runs side by side")
    report.add(remarks: [
      "before: \(RunLine.text(comparison.before))", "after: \(RunLine.text(comparison.after))",
    ])
    EnvironmentPart(comparison: comparison).add(to: &report)
    for metric in metrics {
      for pair in comparison.cells {
        if let table = ComparisonTable(comparison, metric, pair).table { report.add(table) }
      }
    }
    report.add(remarks: unmatched(comparison))
    report.add(remarks: verdicts(comparison, metrics) + legend(comparison))
    return report
  }

  private static func unmatched(_ comparison: RunComparison) -> [String] {
    let lines = comparison.unmatched.map { only in
      let run = only.isBefore ? "Only before" : "Only after"
      return "\(run): \(only.cell.title)\(only.arms.map { ": \($0.joined(separator: ", "))" } ?? ", all arms")"
    }
    return comparison.cells.isEmpty ? ["The runs have no cell in common."] + lines : lines
  }

  /// How often each word was found, and where the runs differ.
  private static func verdicts(_ comparison: RunComparison, _ metrics: [Metric]) -> [String] {
    let judged = metrics.flatMap { metric in comparison.cells.flatMap { comparison.arms(metric, in: $0) } }
      .filter { $0.verdict != nil }
    guard !judged.isEmpty else { return [] }
    let counts = [Verdict.better, .worse, .same, .undecided].map { verdict in
      "\(judged.count { $0.verdict == verdict }) \(verdict.rawValue)"
    }
    let named = judged.filter { $0.verdict == .better || $0.verdict == .worse }.map { arm in
      "\(arm.verdict?.rawValue ?? ""): \(arm.metric.name) of \(arm.before.arm.label) in \(arm.cell.title), "
        + Figures.ratio(arm.ratio ?? 1, arm.interval)
    }
    return ["After against before: \(counts.joined(separator: ", "))."] + named
  }

  private static func legend(_ comparison: RunComparison) -> [String] {
    let relative =
      comparison.before.baseline == comparison.after.baseline
      ? "vs \(comparison.before.baseline): the ratio in its own run, before -> after, and what became of it."
      : "The runs have no baseline in common, so ratios are not compared."
    let intervals =
      "Medians have the intervals of their runs; after/before holds with at least 95 %, each comparison by itself."
    let advice =
      "The intervals do not know what else changes between two runs, so this is advice: for a decision, let both programs "
      + "run in turn, as bench gate does."
    return [relative, intervals, advice]
  }
}
