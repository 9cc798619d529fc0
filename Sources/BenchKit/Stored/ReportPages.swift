import BenchAnalysis
import BenchModel
import BenchPlan
import BenchReports
import BenchResults

/// The page that stored folders ask for: that of a run, of a gate, of two runs side by side, or of a metric over more.
struct ReportPages {
  let baseline: String?
  let metric: CommaList<String>?
  let invocation: Invocation

  func page(_ folders: [String]) throws -> Page {
    switch folders.count {
    case 1: try single(folders[0])
    case 2: try compared(folders)
    default: try history(folders)
    }
  }

  private func single(_ folder: String) throws -> Page {
    let directory = try RunDirectory.open(at: folder)
    let styles = ReportFiles.styles
    if try StoredRun.kind(of: directory) == .gate {
      guard baseline == nil else {
        throw MisplacedOption(
          description: "\(folder) is a gate's folder, whose sides are compared with each other; leave --baseline out")
      }
      let gate = try StoredReport.gate(folder, in: invocation)
      try StoredRun.checkBuild(isDebug: gate.repetitions.haveDebugFigures, of: folder, in: invocation)
      return ComparisonPages.gate(GateReport(gate.verdict, of: gate.plan), styles: styles)
    }
    let results = try StoredRun.readFigures(folder, baseline: baseline, in: invocation)
    return RunPage.page(results, aims: try directory.aims(), styles: styles)
  }

  private func compared(_ folders: [String]) throws -> Page {
    let runs = try StoredRun.readPair(folders[0], folders[1], in: invocation)
    let metrics = try runs.metrics(metric, usual: CompareReport.usualMetrics)
    return ComparisonPages.compare(
      RunComparison(runs[0], runs[1]), metrics: metrics, styles: ReportFiles.styles)
  }

  private func history(_ folders: [String]) throws -> Page {
    let runs = try folders.map { try StoredRun.readFigures($0, in: invocation) }
    let filter = RunHistory.Filter(metrics: try runs.metrics(metric, usual: ["throughput"]))
    return ComparisonPages.history(try RunHistory(runs, filter), styles: ReportFiles.styles)
  }
}
