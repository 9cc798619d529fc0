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
    /// What a narrow table does without first: the highest; 0 always stays.
    package var priority: Int
    /// The same of the column's intervals.
    package var intervalPriority: Int

    package init(
      _ title: String, _ alignment: Alignment = .trailing, priority: Int = 0, intervalPriority: Int = 0
    ) {
      self.title = title
      self.alignment = alignment
      self.priority = priority
      self.intervalPriority = intervalPriority
    }
  }

  /// A row, and what has to be said beside it so that its figures mislead nobody.
  package struct Row: Hashable, Sendable {
    package var figures: [Figure]
    package var remarks: [String]
    /// The length of the row's bar, from 0 to 1; nil for a row without one.
    package var bar: Double?

    package init(_ figures: [Figure], remarks: [String] = [], bar: Double? = nil) {
      self.figures = figures
      self.remarks = remarks
      self.bar = bar
    }
  }

  package var title: String
  /// Whether a page may hide the rows until a reader asks for them; the console shows them.
  package var isFolded = false
  /// When a narrow table on the console does without the rows' bars, as the priority of a column; nil if it never has them.
  package var barPriority: Int?
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
