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
    case .table(let table): ([table.title] + TextTable(table).lines).joined(separator: "\n")
    }
  }
}
