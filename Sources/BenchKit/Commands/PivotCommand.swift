import ArgumentParser
import BenchReports

/// `bench pivot DIR`.
struct PivotCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "pivot",
    abstract: "A stored run in spreadsheet shape: a row a workload, a column a strategy, to chart.")

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "dir"))
  var directory: String

  @Option(
    help: ArgumentHelp(
      "workload, task_duration, width, payload or distribution (default: what varies).", valueName: "axis"))
  var rows: String?

  @Option(help: ArgumentHelp("arm, strategy, allocator or start_method.", valueName: "kind"))
  var columns = PivotColumns.arm.rawValue

  @Option(help: ArgumentHelp("The metric; bench list names them.", valueName: "name"))
  var metric = "throughput"

  @Option(
    help: ArgumentHelp(
      "Columns for each arm: \(PivotValue.allCases.map(\.rawValue).joined(separator: ",")).", valueName: "list"),
    transform: CommaList<String>.names)
  var values: CommaList<String>?

  @Flag(help: "Decimal commas and semicolons, for spreadsheets of such a locale.")
  var decimalComma = false

  func execute(in invocation: Invocation) throws -> ExitStatus {
    let pivot = try Pivot(
      rows: rows, columns: columns, metric: metric, values: values?.elements ?? [PivotValue.median.rawValue],
      decimalComma: decimalComma)
    invocation.write(try pivot.csv(try StoredRun.read(directory, in: invocation)))
    return .done
  }
}
