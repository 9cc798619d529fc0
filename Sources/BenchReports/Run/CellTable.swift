import BenchAnalysis
import BenchModel
import BenchResults
import BenchStatistics

/// The table of one cell: the metrics that tell strategies apart, a row an arm.
struct CellTable {
  let cell: CellResults
  let results: RunResults

  var table: ReportTable {
    let tail = cell.sharedTail
    return ReportTable(
      title: "\(cell.cell.title); \(cell.roundsText)", columns: columns(tail: tail),
      rows: cell.arms.map { row(of: $0, tail: tail) }, answers: answers)
  }

  /// Who does the most, in a sentence.
  private var answers: [String] {
    CellAnswer(Metric.throughput, in: cell, of: results).map(AnswerSentence.texts) ?? []
  }

  private func columns(tail: Percentile?) -> [ReportTable.Column] {
    let titles = [
      "results", "throughput", "trip p50", "trip \(tail?.label ?? "tail")", "startup", "spawn p50", "teardown",
      "CPU/task", "vs \(results.baseline)",
    ]
    return [ReportTable.Column("arm", .leading)] + titles.map { ReportTable.Column($0) }
  }

  private func row(of arm: ArmResults, tail: Percentile?) -> ReportTable.Row {
    func median(_ metric: String) -> Figure {
      results.summary(metric, of: arm.label, in: cell.cell).map {
        .value($0.estimate.median, $0.metric.reportUnit, nil)
      }
        ?? .missing
    }
    let tailNs = tail.flatMap { arm.pools[.roundtrip]?.value(at: $0) }.map(Double.init)
    let figures = [
      .text(arm.label), Figure(text: arm.subject?.resultMode?.rawValue), median("throughput"), median("roundtrip_p50"),
      Figure(tailNs, .nanoseconds), median("startup"), median("spawn_p50"), median("teardown"), median("cpu_per_task"),
      ratio(of: arm),
    ]
    let remarks = Remarks(arm: arm, cell: cell.cell, drift: results.stability.drift)
    return ReportTable.Row(figures, remarks: remarks.all)
  }

  private func ratio(of arm: ArmResults) -> Figure {
    guard arm.label != results.baseline else { return .text("baseline") }
    let comparison = results.summary("throughput", of: arm.label, in: cell.cell)?.comparison
    return Figure(ratio: comparison?.median, comparison?.interval)
  }
}

extension CellResults {
  /// The highest percentile of round trips that every arm with round trips carries, so that a column compares like with like.
  var sharedTail: Percentile? {
    let counts = arms.compactMap { $0.pools[.roundtrip]?.count }
    return counts.min().flatMap { Percentile.highest(carriedBy: $0) }
  }

  /// `14 rounds`.
  var roundsText: String {
    let rounds = arms.map { $0.measured.count }.max() ?? 0
    return "\(rounds) round\(rounds == 1 ? "" : "s")"
  }
}
