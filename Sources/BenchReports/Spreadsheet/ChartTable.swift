package import BenchAnalysis
import BenchModel
import BenchResults
import BenchStatistics

/// The data of a preset in the shape that a spreadsheet charts: a row for each category, a column for each value, and the
/// lengths of error bars beside it.
package struct ChartTable: Sendable {
  /// What the rows stand for.
  enum Axis: Sendable {
    /// Words or numbers that stand beside each other.
    case categories(String)
    /// Numbers at their distance.
    case numbers(String)

    var header: String {
      switch self {
      case .categories(let header), .numbers(let header): header
      }
    }
  }

  /// What is charted together: a cell, or several that differ in the axis alone.
  struct Group: Sendable {
    let title: String
    var series: [ChartSeries]

    var columns: [ChartSeries.Column] { series.flatMap(\.columns) }
  }

  let preset: ChartPreset
  let axis: Axis
  let rows: [SheetValue]
  let groups: [Group]

  /// The data of a run.
  ///
  /// - Throws: `ChartError` if the run has no value for it.
  package init(_ preset: ChartPreset, of results: RunResults) throws(ChartError) {
    let table =
      switch preset {
      case .throughput, .roundTrips, .startUp, .memory, .ratios: Self.byArm(preset, results)
      case .efficiency: Self.byParameter(preset, .taskDuration, results) ?? Self.byArm(preset, results)
      case .scaling: Self.byParameter(preset, .width, results)
      case .rounds: Self.byRound(results)
      }
    guard let table, !table.groups.isEmpty else { throw ChartError(missing: preset) }
    self = table
  }

  init(_ preset: ChartPreset, _ axis: Axis, rows: [SheetValue], groups: [Group]) {
    self.preset = preset
    self.axis = axis
    self.rows = rows
    self.groups = groups
  }

  /// All columns but that of the rows, in their order.
  var columns: [ChartSeries.Column] { groups.flatMap(\.columns) }

  /// The table as CSV text, with a comma in numbers and semicolons between fields where spreadsheets read those.
  package func csv(decimalComma: Bool = false) -> String {
    var lines = [[axis.header] + columns.map(\.header)]
    for (index, row) in rows.enumerated() {
      lines.append(([row] + columns.map { $0.values[index] }).map { $0.text(decimalComma: decimalComma) })
    }
    return lines.map { CsvWriter.line($0, separator: decimalComma ? ";" : ",") }.joined()
  }
}
