import ArgumentParser
import BenchAnalysis
import BenchReports

/// `bench export DIR --format FORMAT`.
struct ExportCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "A stored run as JSON for a service that tracks results.")

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "dir"))
  var directory: String

  @Option(help: "The service's format.")
  var format: ExportFormat

  @Option(
    help: ArgumentHelp(
      "The metrics (default: throughput), for github-action-benchmark all better in one direction.", valueName: "list"),
    transform: CommaList<String>.names)
  var metric: CommaList<String>?

  func execute(in invocation: Invocation) throws -> ExitStatus {
    let results = try StoredRun.readFigures(directory, in: invocation)
    let metrics = try [results].metrics(metric, usual: ["throughput"])
    invocation.write(try format.text(results, metrics: metrics))
    return .done
  }
}
