package import BenchAnalysis
import BenchModel
import BenchResults

/// The page of one run: its facts, what crosses cells, and each cell with its charts and its table.
package enum RunPage {
  private static let marks =
    "Marks: a strategy has one colour and one shape in all charts of arms, and programs from elsewhere are grey. In charts of "
    + "throughput and in lines, variants and the control are hollow; in comparisons a hollow mark is undecided. Thick lines are "
    + "intervals, thin ones join the marks of one arm; where a shape stands for a metric, the head says so."

  package static func page(_ results: RunResults, aims: [Aim]? = nil, styles: ArmStyles) -> Page {
    let charts = RunCharts(results, styles: styles)
    let cells = zip(results.cells, charts.cells).map { cell, charts in
      var table = CellTable(cell: cell, results: results).table
      // The chart of throughput says it.
      if !charts.isEmpty { table.answers = [] }
      return Page.Section(cell.cell.title, charts: charts, blocks: [.table(table)])
    }
    let notes = MachineRemarks(results: results).belowCells
    let lines = aims.map { AimReport.lines(AimReview($0, of: results)) } ?? []
    let title = "Run \(results.identity.runId)"
    var digest = RunReport.report(results, aims: aims)
    digest.title = title
    return Page(
      title: title, facts: PageFacts.run(results),
      remarks: PageFacts.warnings(results),
      sections: [Page.Section("Across cells", charts: charts.sweeps)] + cells + [
        Page.Section("How to read this", blocks: [.remarks(notes + [marks])]),
        Page.Section("Aims", blocks: lines.isEmpty ? [] : [.remarks(lines)]),
      ], digest: digest)
  }
}
