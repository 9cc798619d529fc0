import ArgumentParser
import BenchAnalysis
import BenchReports

/// `bench history DIR...`.
struct HistoryCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "A metric over stored runs, in the order in which they were started.",
    discussion: """
      One arm on one workload, as CSV to chart:
        bench history results/a results/b --arm thread-pool --format csv
      """)

  @Argument(help: ArgumentHelp("The folders of the runs.", valueName: "dir"), completion: .directory)
  var directories: [String]

  @Option(
    help: ArgumentHelp("The metrics, or 'all' (default: throughput).", valueName: "list"),
    transform: CommaList<String>.names)
  var metric: CommaList<String>?

  @Option(
    help: ArgumentHelp("The arms (default: all but controls).", valueName: "list"), transform: CommaList<String>.names)
  var arm: CommaList<String>?

  @Option(help: ArgumentHelp("The workloads (default: all).", valueName: "list"), transform: CommaList<String>.names)
  var workload: CommaList<String>?

  @Option(help: "How to answer; csv is made to be charted, a row for each run, cell, arm and metric.")
  var format = HistoryFormat.text

  func execute(in invocation: Invocation) throws -> ExitStatus {
    let runs = try directories.map { try StoredRun.readFigures($0, in: invocation) }
    let filter = RunHistory.Filter(
      metrics: try runs.metrics(metric, usual: ["throughput"]), arms: arm?.elements ?? [],
      workloads: workload?.elements ?? [])
    let history = try RunHistory(runs, filter)
    if history.runs.count < runs.count {
      invocation.notes(
        "bench: \(runs.count - history.runs.count) of the folders hold a run that another one holds, too")
    }
    invocation.write(text(history))
    return .done
  }

  private func text(_ history: RunHistory) -> String {
    switch format {
    case .csv: HistoryCsv.text(history)
    case .text: ReportFormat.text.text(HistoryReport.report(history))
    case .markdown: ReportFormat.markdown.text(HistoryReport.report(history))
    }
  }
}
