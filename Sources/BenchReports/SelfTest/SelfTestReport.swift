package import BenchAnalysis
import BenchModel
import BenchStatistics

/// How often the gate was right on this machine: rates with their exact limits at 95 %.
package struct SelfTestReport: Sendable {
  private let results: SelfTestResults
  private let slowdownPercent: Int

  /// The report of all gates so far; the planted slowdown is in percent.
  package init(_ results: SelfTestResults, slowdownPercent: Int) {
    self.results = results
    self.slowdownPercent = slowdownPercent
  }

  /// The whole, for any renderer.
  package var report: Report {
    var report = Report(title: headline)
    report.add(rates)
    report.add(Self.table("Slowdowns found, by metric", "found", results.found))
    report.add(Self.table("Tests that stayed undecided", "undecided", results.inconclusive))
    report.add(pairs)
    report.add(remarks: [
      "\(results.disturbedGatesN) of \(results.gatesN) gates ran on a machine that was disturbed more than a run may be.",
      "flagged: of the gates whose sides ran; found: of those that are not inconclusive.",
      "limits: 95 %, Clopper and Pearson; the goals are at most 1 % flagged, at least 95 % found, at most 5 % undecided.",
    ])
    return report
  }

  /// One line with both rates.
  package var headline: String {
    let flagged = results.unchanged.flagged
    let found = results.planted.found
    return "Self-test of the gate: \(flagged.hits) of \(flagged.trials) unchanged gates flagged, \(found.hits) of "
      + "\(found.trials) slowdowns of \(slowdownPercent) % found."
  }

  private var rates: ReportTable {
    let groups = [
      ("unchanged, flagged", results.unchanged, results.unchanged.flagged),
      ("\(slowdownPercent) % slower, found", results.planted, results.planted.found),
    ]
    return ReportTable(
      title: "Gates",
      columns: Self.columns(
        "gates", ["pass", "flagged", "undecided", "failed", "rate", "limits"]),
      rows: groups.map { title, group, rate in
        let counts: [GateVerdict.Result] = [.pass, .regression, .inconclusive, .failed]
        return ReportTable.Row(
          [.text(title)] + counts.map { .text(String(group.count($0))) } + Self.figures(rate))
      })
  }

  private static func table(
    _ title: String, _ hits: String, _ shares: [(metric: String, share: ClopperPearson)]
  ) -> ReportTable {
    ReportTable(
      title: title, columns: columns("metric", ["tests", hits, "rate", "limits"]),
      rows: shares.map { metric, share in
        ReportTable.Row(
          [.text(metric), .text(String(share.trials)), .text(String(share.hits))] + figures(share))
      })
  }

  private var pairs: ReportTable {
    ReportTable(
      title: "By strategy and cell",
      columns: Self.columns("strategy, cell", ["flagged", "unchanged", "found", "slower"]),
      rows: results.byPair.map { pair, unchanged, planted in
        let rates = [unchanged.flagged, planted.found]
        return ReportTable.Row(
          [.text("\(pair.strategy), \(pair.cell.shortTitle)")]
            + rates.flatMap { [.text(String($0.hits)), .text(String($0.trials))] })
      })
  }

  private static func columns(_ first: String, _ others: [String]) -> [ReportTable.Column] {
    [ReportTable.Column(first, .leading)] + others.map { ReportTable.Column($0) }
  }

  private static func figures(_ rate: ClopperPearson) -> [Figure] {
    [
      Figure(text: rate.rate.map(Figures.percent)),
      .text("[\(Figures.percent(rate.low)), \(Figures.percent(rate.high))]"),
    ]
  }
}
