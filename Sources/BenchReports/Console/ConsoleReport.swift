package import BenchAnalysis
import BenchModel
import BenchResults
import BenchStatistics

/// The tables of a run: one for each cell, and what the machine was like.
package enum ConsoleReport {
  /// The whole report as plain text that ends in a line feed; empty if nothing was run.
  package static func text(_ results: RunResults) -> String {
    guard !results.cells.isEmpty else { return "" }
    let tables = results.cells.map { CellTable(cell: $0, results: results).lines.joined(separator: "\n") }
    return (tables + [MachineLines(results: results).lines.joined(separator: "\n")]).joined(separator: "\n\n") + "\n"
  }
}

/// The table of one cell.
struct CellTable {
  let cell: CellResults
  let results: RunResults

  var lines: [String] {
    let tail = cell.sharedTail
    var table = TextTable(
      header: [
        "arm", "results", "throughput", "trip p50", "trip \(tail?.label ?? "tail")", "startup", "spawn p50", "teardown",
        "CPU/task", "vs \(results.baseline)",
      ])
    table.rows = cell.arms.map { row(of: $0, tail: tail) }
    let rounds = cell.arms.map { $0.measured.count }.max() ?? 0
    return ["\(cell.cell.title); \(rounds) round\(rounds == 1 ? "" : "s")"] + table.lines
  }

  private func row(of arm: ArmResults, tail: Percentile?) -> TextTable.Row {
    func summary(_ metric: String) -> SummaryRow? { results.summary(metric, of: arm.label, in: cell.cell) }
    let throughput = summary("throughput")
    let tailNs = tail.flatMap { arm.pools[.roundtrip]?.value(at: $0) }
    let figures = [
      arm.subject?.resultMode?.rawValue ?? Figures.missing, Figures.rate(throughput),
      Figures.duration(summary("roundtrip_p50")),
      tailNs.map { Quantity.describe(nanoseconds: Double($0)) } ?? Figures.missing,
      Figures.duration(summary("startup")), Figures.duration(summary("spawn_p50")),
      Figures.duration(summary("teardown")), Figures.duration(summary("cpu_per_task")),
      ratio(throughput, isBaseline: arm.label == results.baseline),
    ]
    let remarks = Remarks(arm: arm, cell: cell.cell, drift: results.stability.drift)
    return TextTable.Row(cells: [arm.label] + figures, remarks: remarks.all)
  }

  private func ratio(_ row: SummaryRow?, isBaseline: Bool) -> String {
    guard !isBaseline else { return "baseline" }
    return row?.comparison.median.map { Figures.ratio($0, row?.comparison.interval) } ?? Figures.missing
  }
}

extension CellResults {
  /// The highest percentile of round trips that every arm with round trips carries, so that a column compares like with like.
  var sharedTail: Percentile? {
    let counts = arms.compactMap { $0.pools[.roundtrip]?.count }
    return counts.min().flatMap { Percentile.highest(carriedBy: $0) }
  }
}
