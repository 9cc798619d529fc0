/// Draws a report as plain text for a terminal.
package enum ConsoleRenderer {
  /// The text, which ends in a line feed; empty if the report is.
  package static func text(_ report: Report) -> String {
    let blocks = (report.title.map { [$0] } ?? []) + report.blocks.map(text)
    return blocks.isEmpty ? "" : blocks.joined(separator: "\n\n") + "\n"
  }

  private static func text(_ block: Report.Block) -> String {
    switch block {
    case .remarks(let remarks): remarks.joined(separator: "\n")
    case .table(let table): lines(of: table).joined(separator: "\n")
    }
  }

  private static func lines(of table: ReportTable) -> [String] {
    let answers = table.answers.flatMap { WrappedText.lines($0, width: TextTable.lineLength, indent: "  ") }
    return [table.title] + TextTable(table).lines + answers
  }
}
