/// A table as lines of text with aligned columns.
struct TextTable {
  private struct Row {
    let cells: [String]
    let remarks: [String]
  }

  /// Lines that would grow longer put their remarks below.
  static let lineLength = 150
  private static let gap = "  "

  private let header: [String]
  private let alignments: [ReportTable.Alignment]
  private let rows: [Row]

  init(_ table: ReportTable) {
    header = table.columns.map(\.title)
    alignments = table.columns.map(\.alignment)
    rows = table.rows.map { Row(cells: $0.figures.map(Figures.text), remarks: $0.remarks) }
  }

  /// The table's lines without trailing blanks.
  var lines: [String] {
    let widths = header.indices.map { column in
      max(header[column].count, rows.map { $0.cells[column].count }.max() ?? 0)
    }
    return [align(header, widths)] + rows.flatMap { lines(of: $0, widths) }
  }

  private func lines(of row: Row, _ widths: [Int]) -> [String] {
    let figures = align(row.cells, widths)
    guard !row.remarks.isEmpty else { return [figures] }
    let remark = row.remarks.joined(separator: "; ")
    let padded = figures + String(repeating: " ", count: max(0, fullWidth(widths) - figures.count))
    let line = padded + Self.gap + remark
    return line.count <= Self.lineLength ? [line] : [figures] + row.remarks.flatMap(Self.wrapped)
  }

  private func fullWidth(_ widths: [Int]) -> Int { widths.reduce(0, +) + Self.gap.count * (widths.count - 1) }

  private func align(_ cells: [String], _ widths: [Int]) -> String {
    let aligned = zip(cells, widths).enumerated().map { column, pair in
      let blanks = String(repeating: " ", count: max(0, pair.1 - pair.0.count))
      return alignments[column] == .leading ? pair.0 + blanks : blanks + pair.0
    }
    let line = aligned.joined(separator: Self.gap)
    return String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// A remark on lines of its own, broken between words.
  private static func wrapped(_ remark: String) -> [String] {
    WrappedText.lines(remark, width: lineLength, mark: "    ^ ", indent: "      ")
  }
}
