import ArgumentParser
import BenchAnalysis
import BenchReports
import BenchResults

/// `bench show DIR`.
struct ShowCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "The tables of a stored run, gate or self-test again, from its files alone.",
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

  @OptionGroup var table: TableOptions

  func execute(in invocation: Invocation) throws -> ExitStatus {
    let layout = table.layout(in: invocation)
    if let report = try StoredReport.read(directory, in: invocation) {
      guard metric == nil, baseline == nil else {
        throw MisplacedOption(
          description: "\(directory) is no run's folder: --metric and --baseline have no meaning there; leave them out")
      }
      invocation.write(format.text(report, layout))
      return .done
    }
    let results = try StoredRun.read(directory, baseline: baseline, in: invocation)
    guard metric != nil else {
      let aims = try RunDirectory.open(at: directory).aims()
      invocation.write(format.text(RunReport.report(results, aims: aims), layout))
      return .done
    }
    let metrics = try [results].metrics(metric, usual: [])
    invocation.write(format.text(RunReport.report(results, metrics: metrics), layout))
    return .done
  }
}
