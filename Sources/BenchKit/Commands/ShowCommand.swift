import ArgumentParser
import BenchAnalysis
import BenchReports
import BenchResults

/// `bench show DIR`.
struct ShowCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "The tables of a stored run again, from its files alone.",
    discussion: """
      Against another arm:
        bench show results/reference --baseline thread-pool
      Tables of other metrics, for a document:
        bench show results/reference --metric startup,teardown --format markdown
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "dir"), completion: .directory)
  var directory: String

  @Option(help: ArgumentHelp("The arm that the others are compared with (default: the run's own).", valueName: "arm"))
  var baseline: String?

  @Option(
    help: ArgumentHelp("A table for each of these metrics, or 'all'; bench list names them.", valueName: "list"),
    transform: CommaList<String>.names)
  var metric: CommaList<String>?

  @Option(help: "How to draw the tables.")
  var format = ReportFormat.text

  func execute(in invocation: Invocation) throws -> ExitStatus {
    let results = try StoredRun.read(directory, baseline: baseline)
    guard metric != nil else {
      let aims = try RunDirectory.open(at: directory).aims()
      invocation.write(format.text(RunReport.report(results, aims: aims)))
      return .done
    }
    invocation.write(format.text(RunReport.report(results, metrics: try [results].metrics(metric, usual: []))))
    return .done
  }
}
