import BenchResults

/// A sheet of data, which is not printed: rows of cells under one or two rows of headers.
struct Sheet {
  /// The rows of headers above the data of a chart: what is charted together, and the series, which legends name.
  static let chartHeaders = 2

  let name: String
  /// The headers first.
  let rows: [[SheetValue]]
  private let headers: Int

  /// The data of a chart.
  init(_ table: ChartTable) {
    name = table.preset.rawValue
    let titles = table.groups.flatMap { group in
      [.text(group.title)] + Array(repeating: SheetValue.empty, count: group.columns.count - 1)
    }
    let names = table.groups.flatMap(\.series).flatMap { series in
      series.columns.map { SheetValue.text($0.role == .value ? series.name : $0.role.rawValue) }
    }
    let data = table.rows.enumerated().map { index, row in [row] + table.columns.map { $0.values[index] } }
    rows = [[.empty] + titles, [.text(table.axis.header)] + names] + data
    headers = Self.chartHeaders
  }

  /// A result file.
  init(_ table: Table, _ content: [TableRow]) {
    name = String(table.fileName.prefix { $0 != "." })
    headers = 1
    rows =
      [table.header.map(SheetValue.text)]
      + content.map { row in
        zip(table.columns, row.fields).map { column, field in
          let isFact = table == .environment && column.name == "value"
          return isFact ? SheetValue(fact: field) : SheetValue(field, column.kind)
        }
      }
  }

  func write(to xml: inout XmlText) {
    xml.element(
      "table:table", ["table:name": name, "table:style-name": "sheet", "table:print": "false"]
    ) { xml in
      let width = max(1, rows.first?.count ?? 1)
      xml.element("table:table-column", ["table:style-name": "column", "table:number-columns-repeated": "\(width)"])
      for (index, row) in rows.enumerated() { Self.write(row, isHeader: index < headers, to: &xml) }
    }
    xml.lineBreak()
  }

  static func write(_ row: [SheetValue], isHeader: Bool, to xml: inout XmlText) {
    xml.element("table:table-row", ["table:style-name": "row"]) { xml in
      for value in row { write(value, isHeader: isHeader, to: &xml) }
    }
    xml.lineBreak()
  }

  /// Writes so many rows without content.
  static func write(emptyRows count: Int, to xml: inout XmlText) {
    xml.element(
      "table:table-row", ["table:style-name": "row", "table:number-rows-repeated": "\(count)"]
    ) { $0.element("table:table-cell") }
  }

  private static func write(_ value: SheetValue, isHeader: Bool, to xml: inout XmlText) {
    switch value {
    case .empty: xml.element("table:table-cell")
    case .number(let number):
      xml.element("table:table-cell", ["office:value-type": "float", "office:value": number]) { xml in
        xml.element("text:p") { $0.write(number) }
      }
    case .text(let text):
      let style = isHeader ? "header" : "Default"
      xml.element("table:table-cell", ["table:style-name": style, "office:value-type": "string"]) { xml in
        xml.element("text:p") { $0.write(text) }
      }
    }
  }
}

extension SheetValue {
  /// A field of a result file: a number where its column holds numbers.
  init(_ field: String, _ kind: Column.Kind) {
    switch kind {
    case _ where field.isEmpty: self = .empty
    case .integer, .decimal, .boolean: self = .number(field)
    case .text, .timestamp, .choice: self = .text(field)
    }
  }

  /// A fact: a number if it reads as one, and is written so.
  init(fact: String) {
    let isWhole = fact.utf8.count <= 15 && Int(fact).map(String.init) == fact
    self = isWhole || Double(fact).map(CsvNumber.text) == fact ? .number(fact) : .text(fact)
  }
}
