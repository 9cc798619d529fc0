import ArgumentParser
import BenchAnalysis
import BenchReports

/// `bench compare DIR DIR`.
struct CompareCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Two stored runs side by side, what differs around them first; advice, no gate.",
    discussion: """
      The throughput of all arms before and after a change:
        bench compare results/before results/after --metric throughput
      """)

  @Argument(help: ArgumentHelp("The folder of the run before.", valueName: "dir"), completion: .directory)
  var before: String

  @Argument(help: ArgumentHelp("The folder of the run after.", valueName: "dir"), completion: .directory)
  var after: String

  @Option(
    help: ArgumentHelp(
      "The metrics, or 'all' (default: \(CompareReport.usualMetrics.joined(separator: ","))).", valueName: "list"),
    transform: CommaList<String>.names)
  var metric: CommaList<String>?

  @Option(help: "How to draw the tables.")
  var format = ReportFormat.text

  func execute(in invocation: Invocation) throws -> ExitStatus {
    let runs = try StoredRun.readPair(before, after, in: invocation)
    let metrics = try runs.metrics(metric, usual: CompareReport.usualMetrics)
    invocation.write(format.text(CompareReport.report(RunComparison(runs[0], runs[1]), metrics: metrics)))
    return .done
  }
}
