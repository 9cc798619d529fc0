import BenchModel

/// A chart of a spreadsheet: where its values stand, and how it looks.
struct SpreadsheetChart {
  /// A series, by the columns of its sheet, counted from 0.
  struct Series {
    let header: String
    let value: String
    let minus: String?
    let plus: String?
    /// Where its values stand on the axis.
    let positions: String
  }

  /// What the whole chart is drawn as.
  enum Shape {
    case bars
    /// Symbols without lines, which a logarithmic axis takes as well as any other.
    case dots
    /// Symbols with lines between them, at the distance of their numbers.
    case lines
    /// The same without lines.
    case scattered
  }

  let title: String
  let axisTitle: String
  let rowTitle: String
  let shape: Shape
  let isLogarithmic: Bool
  /// Whether the horizontal axis is logarithmic.
  let hasLogarithmicRows: Bool
  /// Whether values take thousands to read.
  let hasLargeValues: Bool
  let series: [Series]
  /// The rows' names.
  let categories: String
  let rowCount: Int

  /// The charts of all tables in their order: one for each group.
  static func all(of tables: [ChartTable]) -> [SpreadsheetChart] {
    tables.flatMap { table in
      var column = 1
      return table.groups.map { group in
        defer { column += group.columns.count }
        return SpreadsheetChart(group, of: table, firstColumn: column)
      }
    }
  }

  private init(_ group: ChartTable.Group, of table: ChartTable, firstColumn: Int) {
    let numbers = group.series.compactMap { $0.column(.value) }.flatMap(\.values).compactMap(\.number)
    let least = numbers.min() ?? 0
    isLogarithmic = least > 0 && (numbers.max() ?? 0) / least >= 30
    hasLargeValues = (numbers.max() ?? 0) >= 1_000
    title = group.title
    axisTitle = table.preset.axisTitle + (isLogarithmic ? " (logarithmic)" : "")
    let isReached = table.preset == .scaling
    rowTitle = isReached ? "tasks that ran at once, or width_n where that is unknown" : table.axis.header
    switch table.axis {
    case .categories:
      shape = isLogarithmic ? .dots : .bars
      hasLogarithmicRows = false
    case .numbers:
      shape = table.preset == .rounds ? .scattered : .lines
      hasLogarithmicRows = table.preset != .rounds
    }
    rowCount = table.rows.count
    let sheet = SheetRange(sheet: table.preset.rawValue, rows: table.rows.count)
    categories = sheet.column(0)
    var column = firstColumn
    series = group.series.map { series in
      defer { column += series.columns.count }
      return Series(series, at: column, in: sheet)
    }
  }
}

extension SpreadsheetChart.Series {
  fileprivate init(_ series: ChartSeries, at column: Int, in sheet: SheetRange) {
    func range(_ role: ChartSeries.Role) -> String? {
      series.columns.firstIndex { $0.role == role }.map { sheet.column(column + $0) }
    }
    let reached = series.column(.reached)?.values ?? []
    let isReachedKnown = !reached.isEmpty && !reached.contains(.empty)
    header = sheet.header(column)
    value = sheet.column(column)
    minus = range(.minus)
    plus = range(.plus)
    positions = isReachedKnown ? range(.reached) ?? sheet.column(0) : sheet.column(0)
  }
}

/// Addresses in the sheet of a chart's data.
private struct SheetRange {
  let sheet: String
  let rows: Int

  /// All rows of a column but its header.
  func column(_ index: Int) -> String {
    let name = "$'\(sheet)'.$\(Self.letters(index))"
    return "\(name)$\(Sheet.chartHeaders + 1):\(name)$\(Sheet.chartHeaders + rows)"
  }

  /// The header of a column.
  func header(_ index: Int) -> String { "$'\(sheet)'.$\(Self.letters(index))$\(Sheet.chartHeaders)" }

  /// The letters of a column, counted from 0: A to Z, then AA.
  static func letters(_ index: Int) -> String {
    let last = String(UnicodeScalar(UInt8(65 + index % 26)))
    return index < 26 ? last : letters(index / 26 - 1) + last
  }
}
