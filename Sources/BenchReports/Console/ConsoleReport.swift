package import BenchAnalysis
import BenchModel
import BenchResults
import BenchStatistics

/// The tables that a run prints at its end: one for each cell, and what the machine was like.
package enum ConsoleReport {
  /// The whole report as plain text that ends in a line feed; empty where nothing was run.
  package static func text(_ results: RunResults) -> String {
    guard !results.cells.isEmpty else { return "" }
    let tables = results.cells.map { table(of: $0, in: results).joined(separator: "\n") }
    return (tables + [MachineLines(results: results).lines.joined(separator: "\n")]).joined(separator: "\n\n") + "\n"
  }

  private static func table(of cell: CellResults, in results: RunResults) -> [String] {
    var table = TextTable(
      header: [
        "arm", "throughput", "trip p50", "trip tail", "startup", "spawn p50", "teardown", "CPU/task",
        "vs \(results.baseline)",
      ])
    table.rows = cell.arms.map { row(of: $0, in: cell, results) }
    let rounds = cell.arms.map { $0.measured.count }.max() ?? 0
    return ["\(cell.cell.title); \(rounds) round\(rounds == 1 ? "" : "s")"] + table.lines
  }

  private static func row(of arm: ArmResults, in cell: CellResults, _ results: RunResults) -> TextTable.Row {
    func summary(_ metric: String) -> SummaryRow? { results.summary(metric, of: arm.label, in: cell.cell) }
    let throughput = summary("throughput")
    let remarks = Remarks(
      arm: arm, cell: cell.cell, throughput: throughput, isMachineStable: results.stability.isStable)
    let figures = [
      Figures.rate(throughput), Figures.duration(summary("roundtrip_p50")), tail(of: arm, in: cell, results),
      Figures.duration(summary("startup")), Figures.duration(summary("spawn_p50")),
      Figures.duration(summary("teardown")), Figures.duration(summary("cpu_per_task")),
      ratio(throughput, isBaseline: arm.label == results.baseline),
    ]
    return TextTable.Row(cells: [arm.label] + figures, remarks: remarks.all)
  }

  /// The highest percentile of round trips that the data carry, with its name.
  private static func tail(of arm: ArmResults, in cell: CellResults, _ results: RunResults) -> String {
    guard let tail = results.roundtripTail(of: arm.label, in: cell.cell) else { return Figures.missing }
    return "\(tail.percentile.label) \(Quantity.describe(nanoseconds: tail.ns))"
  }

  private static func ratio(_ row: SummaryRow?, isBaseline: Bool) -> String {
    guard !isBaseline else { return "baseline" }
    return row?.ratio.map { Figures.ratio($0, row?.ratioInterval) } ?? Figures.missing
  }
}
