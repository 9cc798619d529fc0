import ArgumentParser
import BenchAnalysis
import BenchReports
import BenchResults

/// `bench export DIR --format FORMAT`.
struct ExportCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "A stored run as a spreadsheet with charts, or as JSON for a service.",
    discussion: """
      A flat OpenDocument spreadsheet, which LibreOffice opens:
        bench export results/reference --format fods > reference.fods
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "dir"), completion: .directory)
  var directory: String

  @Option(help: "The format: fods is the spreadsheet, the others are those of services.")
  var format: ExportFormat

  @Option(
    help: ArgumentHelp(
      "The metrics (default: throughput), for github-action-benchmark all better in one direction.", valueName: "list"),
    transform: CommaList<String>.names)
  var metric: CommaList<String>?

  func execute(in invocation: Invocation) throws -> ExitStatus {
    if format.hasAllMetrics, metric != nil {
      throw ExportError(description: "\(format.rawValue) has all metrics of the run; leave --metric out.")
    }
    let results = try StoredRun.readFigures(directory, in: invocation)
    let metrics = try [results].metrics(metric, usual: ["throughput"])
    let files = try RunDirectory.open(at: directory)
    invocation.write(try format.text(results, metrics: metrics) { try files.rows(of: $0) })
    return .done
  }
}
