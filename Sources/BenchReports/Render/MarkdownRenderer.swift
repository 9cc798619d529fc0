/// Draws a report in GitHub's Markdown: tables with pipes, remarks as lists.
///
/// What rows have to say stands below their table, since a cell that long would push the figures out of sight.
package enum MarkdownRenderer {
  /// The text, which ends in a line feed; empty if the report is.
  package static func text(_ report: Report) -> String {
    let blocks = (report.title.map { ["## \(escaped($0))"] } ?? []) + report.blocks.map(text)
    return blocks.isEmpty ? "" : blocks.joined(separator: "\n\n") + "\n"
  }

  private static func text(_ block: Report.Block) -> String {
    switch block {
    case .remarks(let remarks): list(remarks)
    case .table(let table):
      (heading(of: table) + [rows(of: table), remarks(of: table), list(table.answers)]
        + (table.isFolded ? ["</details>"] : []))
        .filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
  }

  private static func heading(of table: ReportTable) -> [String] {
    let title = escaped(table.title)
    return [table.isFolded ? "<details><summary>\(title), \(table.rows.count)</summary>" : "### \(title)"]
  }

  private static func rows(of table: ReportTable) -> String {
    let rule = table.columns.map { $0.alignment == .leading ? "---" : "---:" }
    let rows = table.rows.map { $0.figures.map { escaped(Figures.text($0)) } }
    return ([table.columns.map { escaped($0.title) }, rule] + rows)
      .map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
  }

  private static func remarks(of table: ReportTable) -> String {
    list(
      table.rows.filter { !$0.remarks.isEmpty }.map { row in
        "\(row.figures.first.map(Figures.text) ?? ""): \(row.remarks.joined(separator: "; "))"
      })
  }

  private static func list(_ remarks: [String]) -> String {
    remarks.map { "- \(escaped($0))" }.joined(separator: "\n")
  }

  /// The text without anything that Markdown or HTML would read as a mark: labels and details come from other programs.
  private static func escaped(_ text: String) -> String {
    let marks: Set<Character> = ["\\", "|", "*", "_", "`", "[", "]", "<", ">", "#", "~", "$"]
    return text.reduce(into: "") { result, character in
      if character.isNewline {
        result.append(" ")
      } else {
        if marks.contains(character) { result.append("\\") }
        result.append(character)
      }
    }
  }
}
