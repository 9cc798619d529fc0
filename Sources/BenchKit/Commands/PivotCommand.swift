import ArgumentParser
import BenchReports

/// `bench pivot DIR`.
struct PivotCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "pivot",
    abstract: "A stored run in spreadsheet shape: a row a workload, a column a strategy, to chart.",
    discussion: """
      The data of a chart, each value with the lengths of its error bars:
        bench pivot results/reference --chart throughput > throughput.csv
      The metric of one's own choice:
        bench pivot results/reference --metric startup --decimal-comma
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "dir"), completion: .directory)
  var directory: String

  @Option(help: ArgumentHelp("The data of a chart, with the lengths of its error bars.", valueName: "chart"))
  var chart: ChartPreset?

  @Option(
    help: ArgumentHelp(
      "workload, task_duration, width, payload or distribution (default: what varies).", valueName: "axis"))
  var rows: String?

  @Option(help: ArgumentHelp("arm (default), strategy, allocator or start_method.", valueName: "kind"))
  var columns: String?

  @Option(help: ArgumentHelp("The metric (default: throughput); bench list names them.", valueName: "name"))
  var metric: String?

  @Option(
    help: ArgumentHelp(
      "Columns for each arm: \(PivotValue.allCases.map(\.rawValue).joined(separator: ",")).", valueName: "list"),
    transform: CommaList<String>.names)
  var values: CommaList<String>?

  @Flag(help: "Decimal commas and semicolons, for spreadsheets of such a locale.")
  var decimalComma = false

  func validate() throws {
    if chart != nil, rows != nil || columns != nil || metric != nil || values != nil {
      throw ValidationError(
        "--chart says what stands in rows and columns; leave --rows, --columns, --metric, --values out")
    }
  }

  func execute(in invocation: Invocation) throws -> ExitStatus {
    if let chart {
      let table = try ChartTable(chart, of: try StoredRun.readFigures(directory, in: invocation))
      invocation.write(table.csv(decimalComma: decimalComma))
      return .done
    }
    let pivot = try Pivot(
      rows: rows, columns: columns ?? PivotColumns.arm.rawValue, metric: metric ?? "throughput",
      values: values?.elements ?? [PivotValue.median.rawValue], decimalComma: decimalComma)
    invocation.write(try pivot.csv(try StoredRun.readFigures(directory, in: invocation)))
    return .done
  }
}
