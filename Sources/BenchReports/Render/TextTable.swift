/// A table as lines of text with aligned columns, as many as there is room for.
struct TextTable {
  private struct Row {
    let cells: [String]
    let bar: Double?
    let remarks: [String]
  }

  private let header: [String]
  private let alignments: [ReportTable.Alignment]
  private let rows: [Row]
  private let widths: [Int]
  private let hasBar: Bool
  private let layout: TextLayout

  init(_ table: ReportTable, _ layout: TextLayout = .wide) {
    let short = table.rows.map { $0.figures.map { Figures.text($0.withoutInterval) } }
    let full = table.rows.map { $0.figures.map { Figures.text($0) } }
    func width(_ column: Int, _ texts: [[String]]) -> Int {
      max(table.columns[column].title.count, texts.map { $0[column].count }.max() ?? 0)
    }
    let both = table.columns.indices.map { (short: width($0, short), full: width($0, full)) }
    let fit = ColumnFit(table, widths: both, room: layout.columns, gap: layout.gap.count)
    let shown = table.columns.indices.filter { fit.isShown[$0] }
    header = shown.map { table.columns[$0].title }
    alignments = shown.map { table.columns[$0].alignment }
    widths = shown.map { fit.hasInterval[$0] ? both[$0].full : both[$0].short }
    rows = table.rows.indices.map { row in
      Row(
        cells: shown.map { fit.hasInterval[$0] ? full[row][$0] : short[row][$0] }, bar: table.rows[row].bar,
        remarks: table.rows[row].remarks)
    }
    hasBar = fit.hasBar
    self.layout = layout
  }

  /// The table's lines without trailing blanks.
  var lines: [String] { [align(header, bar: nil)] + rows.flatMap(lines) }

  private func lines(of row: Row) -> [String] {
    let figures = align(row.cells, bar: row.bar)
    guard !row.remarks.isEmpty else { return [figures] }
    let remark = row.remarks.joined(separator: "; ")
    let padded = figures + String(repeating: " ", count: max(0, fullWidth - figures.count))
    let line = padded + layout.gap + remark
    guard line.count > layout.lineLength else { return [line] }
    return [figures]
      + row.remarks.flatMap {
        WrappedText.lines($0, width: layout.lineLength, mark: "    ^ ", indent: "      ")
      }
  }

  private var fullWidth: Int {
    let bar = hasBar ? layout.gap.count + ColumnFit.barWidth : 0
    return widths.reduce(0, +) + layout.gap.count * (widths.count - 1) + bar
  }

  private func align(_ cells: [String], bar: Double?) -> String {
    var aligned = zip(cells, widths).enumerated().map { column, pair in
      let blanks = String(repeating: " ", count: max(0, pair.1 - pair.0.count))
      return alignments[column] == .leading ? pair.0 + blanks : blanks + pair.0
    }
    if hasBar, let bar {
      aligned.append(TextBar.text(bar, width: ColumnFit.barWidth, isUnicode: layout.isUnicode))
    }
    let line = aligned.joined(separator: layout.gap)
    return String(line.reversed().drop { $0 == " " }.reversed())
  }
}
