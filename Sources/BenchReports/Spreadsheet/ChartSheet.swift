import BenchAnalysis

/// The sheet that shows all charts: what they are of with the first one, and two on each further page.
struct ChartSheet {
  static let name = "charts"
  private static let chartsOnPage = 2

  private let lines: [String]
  private let charts: [SpreadsheetChart]

  init(_ charts: [SpreadsheetChart], of results: RunResults) {
    self.charts = charts
    let remarks = ["Run \(results.identity.runId)"] + MachineRemarks(results: results).belowCells
    lines = remarks.flatMap { Self.wrapped($0, to: SpreadsheetStyles.pageWidth) }
  }

  func write(to xml: inout XmlText) {
    xml.element("table:table", ["table:name": Self.name, "table:style-name": "page"]) { xml in
      xml.element("table:shapes") { xml in
        for (index, chart) in charts.enumerated() { chart.write(to: &xml, at: top(of: index)) }
      }
      xml.element("table:table-column", ["table:style-name": "wide"])
      for line in lines { Sheet.write([.text(line)], isHeader: false, to: &xml) }
      Sheet.write(emptyRows: rowsOfChart, to: &xml)
      for _ in stride(from: 1, to: charts.count, by: Self.chartsOnPage) {
        xml.element("table:table-row", ["table:style-name": "page-begin"]) { $0.element("table:table-cell") }
        Sheet.write(emptyRows: rowsOfChart * Self.chartsOnPage - 1, to: &xml)
      }
    }
    xml.lineBreak()
  }

  /// The rows that a chart lies over, and one more.
  private var rowsOfChart: Int { Int((SpreadsheetChart.size.height / SpreadsheetStyles.rowHeight).rounded(.up)) + 1 }

  /// Where a chart begins, in centimetres below the top.
  private func top(of index: Int) -> Double {
    Double(lines.count + index * rowsOfChart) * SpreadsheetStyles.rowHeight + SpreadsheetStyles.rowHeight / 2
  }

  /// The text in lines of at most so many characters, broken between words.
  private static func wrapped(_ text: String, to width: Int) -> [String] {
    text.split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
  }
}
