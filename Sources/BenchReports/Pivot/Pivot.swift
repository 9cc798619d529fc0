package import BenchAnalysis
package import BenchModel
import BenchResults

/// The shape that a spreadsheet charts: a row for each cell, columns for each arm, one metric.
package struct Pivot: Sendable {
  package var axis: PivotAxis?
  package var columns: PivotColumns
  package var metric: Metric
  /// What is said of each arm: a column for each, beside each other.
  package var values: [PivotValue]
  /// A comma in numbers and semicolons between fields, for spreadsheets of such locales.
  package var usesDecimalComma: Bool

  /// Chooses by the names of the command line.
  ///
  /// - Parameters:
  ///   - rows: a name of `PivotAxis`; `nil` takes the parameter that varies.
  ///   - columns: a name of `PivotColumns`.
  ///   - metric: the name of a metric.
  ///   - values: names of `PivotValue`.
  ///   - decimalComma: see `usesDecimalComma`.
  /// - Throws: `PivotError` with the names that exist.
  package init(
    rows: String? = nil, columns: String = "arm", metric: String = "throughput", values: [String] = ["median"],
    decimalComma: Bool = false
  ) throws(PivotError) {
    if let rows {
      guard let axis = PivotAxis(rawValue: rows) else { throw .unknownAxis(rows) }
      self.axis = axis
    }
    guard let chosen = PivotColumns(rawValue: columns) else { throw .unknownColumns(columns) }
    guard let named = Metric.named(metric) else { throw .unknownMetric(metric) }
    self.values = []
    for name in values {
      guard let value = PivotValue(rawValue: name) else { throw .unknownValue(name) }
      if !self.values.contains(value) { self.values.append(value) }
    }
    self.columns = chosen
    self.metric = named
    usesDecimalComma = decimalComma
  }

  /// The pivot of a run as CSV text; values that were not measured are empty.
  package func csv(_ results: RunResults) throws(PivotError) -> String {
    let rows = results.summary.filter { $0.metric == metric }
    guard !rows.isEmpty else {
      let measured = Metric.all.filter { metric in results.summary.contains { $0.metric == metric } }
      throw .notMeasured(metric: metric.name, measured: measured.map(\.name))
    }
    var cells: [Cell] = []
    var labels: [String] = []
    for row in rows {
      if !cells.contains(row.cell) { cells.append(row.cell) }
      if !labels.contains(label(of: row)) { labels.append(label(of: row)) }
    }
    let keys = self.keys(of: cells)
    var lines = [keys.map(\.header) + labels.flatMap { label in values.map { $0.header(label) } }]
    for cell in cells {
      lines.append(keys.map { $0.value(of: cell) } + (try values(of: cell, labels, rows)))
    }
    return lines.map { CsvWriter.line($0, separator: usesDecimalComma ? ";" : ",") }.joined()
  }

  private func values(of cell: Cell, _ labels: [String], _ rows: [SummaryRow]) throws(PivotError) -> [String] {
    var result: [String] = []
    for label in labels {
      let rows = rows.filter { $0.cell == cell && self.label(of: $0) == label }
      guard rows.count < 2 else { throw .ambiguous(columns: columns, value: label) }
      result += values.map { value in text(rows.first.flatMap(value.number)) }
    }
    return result
  }

  private func text(_ number: Double?) -> String {
    let text = number.map(CsvNumber.text) ?? ""
    return usesDecimalComma ? text.split(separator: ".").joined(separator: ",") : text
  }

  private func label(of row: SummaryRow) -> String {
    switch columns {
    case .arm: row.arm.label
    case .strategy: row.arm.subject?.strategy ?? row.arm.label
    case .allocator: row.arm.subject?.allocator ?? "unknown"
    case .startMethod: row.arm.subject?.startMethod ?? "none"
    }
  }

  /// The axis, led by as many other ones as it takes to keep the cells apart.
  private func keys(of cells: [Cell]) -> [PivotAxis] {
    let varying = PivotAxis.allCases.filter { axis in Set(cells.map(axis.value)).count > 1 }
    let last = axis ?? varying.first ?? .workload
    var keys = [last]
    for candidate in varying where candidate != last && distinct(cells, keys) < cells.count {
      if distinct(cells, [candidate] + keys) > distinct(cells, keys) { keys.insert(candidate, at: keys.count - 1) }
    }
    return keys
  }

  private func distinct(_ cells: [Cell], _ keys: [PivotAxis]) -> Int {
    Set(cells.map { cell in keys.map { $0.value(of: cell) } }).count
  }
}
