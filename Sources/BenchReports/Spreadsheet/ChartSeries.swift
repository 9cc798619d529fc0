import BenchAnalysis
import BenchModel
import BenchStatistics

/// One line, or the bars of one colour, of a chart.
struct ChartSeries: Sendable {
  /// What a column holds of the series.
  enum Role: String, Sendable {
    case value
    /// The length of the error bar below the value.
    case minus
    /// The length of the error bar above the value.
    case plus
    /// Where the value stands on the axis, if not at the row's number: the width that was reached.
    case reached
    /// Whether the round was disturbed, 0 or 1.
    case disturbed
    case verdict
  }

  struct Column: Sendable {
    let header: String
    let role: Role
    /// A value for each row.
    let values: [SheetValue]
  }

  /// What the legend calls it.
  let name: String
  let columns: [Column]

  /// - Parameters:
  ///   - name: what the legend calls it.
  ///   - header: the name of the column of values; those of the others begin with it.
  ///   - columns: the values of each role, one for each row.
  init(name: String, header: String, columns: [(role: Role, values: [SheetValue])]) {
    self.name = name
    self.columns = columns.map { role, values in
      Column(header: role == .value ? header : "\(header) \(role.rawValue)", role: role, values: values)
    }
  }

  func column(_ role: Role) -> Column? { columns.first { $0.role == role } }

  /// Whether there is anything to draw.
  var isEmpty: Bool { column(.value)?.values.allSatisfy { $0 == .empty } ?? true }
}

extension ChartSeries {
  /// Medians with the lengths of their error bars.
  init(name: String, header: String, estimates: [SummaryRow?], extra: [(role: Role, values: [SheetValue])] = []) {
    self.init(
      name: name, header: header, bars: estimates.map { $0.map { ($0.estimate.median, $0.estimate.interval) } },
      extra: extra)
  }

  /// Values with the lengths of their error bars.
  init(
    name: String, header: String, bars: [(value: Double, interval: ValueInterval?)?],
    extra: [(role: Role, values: [SheetValue])] = []
  ) {
    let values: [SheetValue] = bars.map { SheetValue($0?.value) }
    let minus: [SheetValue] = bars.map { bar in
      SheetValue(bar.flatMap { bar in bar.interval.map { max(0, bar.value.exported - $0.low.exported) } })
    }
    let plus: [SheetValue] = bars.map { bar in
      SheetValue(bar.flatMap { bar in bar.interval.map { max(0, $0.high.exported - bar.value.exported) } })
    }
    self.init(name: name, header: header, columns: [(.value, values), (.minus, minus), (.plus, plus)] + extra)
  }
}
