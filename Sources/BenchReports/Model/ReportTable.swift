/// Rows of typed figures under named columns.
package struct ReportTable: Hashable, Sendable {
  /// Where the text of a column stands in it.
  package enum Alignment: Hashable, Sendable {
    case leading
    case trailing
  }

  package struct Column: Hashable, Sendable {
    package var title: String
    package var alignment: Alignment

    package init(_ title: String, _ alignment: Alignment = .trailing) {
      self.title = title
      self.alignment = alignment
    }
  }

  /// A row, and what has to be said beside it so that its figures mislead nobody.
  package struct Row: Hashable, Sendable {
    package var figures: [Figure]
    package var remarks: [String]

    package init(_ figures: [Figure], remarks: [String] = []) {
      self.figures = figures
      self.remarks = remarks
    }
  }

  package var title: String
  /// Whether a page may hide the rows until a reader asks for them; the console shows them.
  package var isFolded = false
  package var columns: [Column]
  /// Each row has a figure for every column.
  package var rows: [Row]
  /// What the rows come to: sentences that stand directly below them.
  package var answers: [String]

  package init(title: String, columns: [Column], rows: [Row] = [], answers: [String] = []) {
    self.title = title
    self.columns = columns
    self.rows = rows
    self.answers = answers
  }
}
