import ArgumentParser
import BenchReports
import BenchResults

/// `bench pivot DIR`.
struct PivotCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "pivot", abstract: "A stored run in spreadsheet shape: a row a workload, a column a strategy, to chart.")

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "dir"))
  var directory: String

  @Option(help: ArgumentHelp("workload, task_duration, payload or width (default: what varies).", valueName: "axis"))
  var rows: String?

  @Option(help: ArgumentHelp("The metric (default: throughput); bench list names them.", valueName: "name"))
  var metric = "throughput"

  @Flag(help: "Decimal commas and semicolons, for spreadsheets of such a locale.")
  var decimalComma = false

  func execute(in invocation: Invocation) throws -> ExitStatus {
    _ = directory
    return .done
  }
}
