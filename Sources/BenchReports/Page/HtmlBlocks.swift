/// Draws the blocks of a report as HTML.
enum HtmlBlocks {
  /// A block; a table that may be folded begins unfolded, since paper cannot be asked.
  static func text(_ block: Report.Block) -> String {
    switch block {
    case .remarks(let remarks): self.remarks(remarks)
    case .table(let table): self.table(table)
    }
  }

  static func remarks(_ remarks: [String]) -> String {
    guard !remarks.isEmpty else { return "" }
    return "<ul class=\"remarks\">\n\(remarks.map { "<li>\(Markup.escaped($0))</li>\n" }.joined())</ul>\n"
  }

  private static func table(_ table: ReportTable) -> String {
    let hasRemarks = table.rows.contains { !$0.remarks.isEmpty }
    let title = Markup.escaped(table.title)
    let head = table.columns.map { cell("th", $0.title, $0.alignment, scope: "col") }.joined()
    let rows = table.rows.map { row($0, table.columns, hasRemarks: hasRemarks) }.joined()
    let text =
      "<div class=\"scroll\"><table>\n<caption>\(title)</caption>\n<thead><tr>\(head)"
      + (hasRemarks ? "<th scope=\"col\" class=\"lead\">remarks</th>" : "")
      + "</tr></thead>\n<tbody>\n\(rows)</tbody>\n</table></div>\n"
      + remarks(table.answers)
    return table.isFolded
      ? "<details open><summary>\(title), \(table.rows.count)</summary>\n\(text)</details>\n" : text
  }

  private static func row(_ row: ReportTable.Row, _ columns: [ReportTable.Column], hasRemarks: Bool) -> String {
    let cells = zip(row.figures, columns).enumerated().map { index, pair in
      index == 0
        ? cell("th", Figures.text(pair.0), pair.1.alignment, scope: "row")
        : cell("td", Figures.text(pair.0), pair.1.alignment)
    }
    let remarks = hasRemarks ? cell("td", row.remarks.joined(separator: "; "), .leading, isLong: true) : ""
    return "<tr>\(cells.joined())\(remarks)</tr>\n"
  }

  private static func cell(
    _ name: String, _ text: String, _ alignment: ReportTable.Alignment, scope: String? = nil, isLong: Bool = false
  ) -> String {
    let classes = (alignment == .leading ? ["lead"] : []) + (isLong ? ["long"] : [])
    return Markup.element(
      name, ["scope": scope, "class": classes.isEmpty ? nil : classes.joined(separator: " ")], Markup.escaped(text))
  }
}
