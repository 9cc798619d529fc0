/// Draws a report as plain text for a terminal.
package enum ConsoleRenderer {
  /// The text, which ends in a line feed; empty if the report is.
  package static func text(_ report: Report, _ layout: TextLayout = .wide) -> String {
    let blocks = (report.title.map { [layout.lines($0)] } ?? []) + report.blocks.map { lines(of: $0, layout) }
    return blocks.isEmpty ? "" : blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private static func lines(of block: Report.Block, _ layout: TextLayout) -> [String] {
    switch block {
    case .remarks(let remarks): remarks.flatMap(layout.lines)
    case .table(let table): lines(of: table, layout)
    }
  }

  private static func lines(of table: ReportTable, _ layout: TextLayout) -> [String] {
    let answers = table.answers.flatMap { WrappedText.lines($0, width: layout.lineLength, indent: "  ") }
    return layout.lines(table.title) + TextTable(table, layout).lines + answers
  }
}
