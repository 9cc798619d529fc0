/// What a command has to say: tables and remarks in their order, without a word about how they are drawn.
///
/// A report is built from the analysis once; ``ConsoleRenderer`` and ``MarkdownRenderer`` draw it.
package struct Report: Hashable, Sendable {
  /// A part of a report.
  package enum Block: Hashable, Sendable {
    case table(ReportTable)
    /// Sentences that stand together, each on a line of its own.
    case remarks([String])
  }

  /// The headline; nil for a report that needs none.
  package var title: String?
  package var blocks: [Block]

  package init(title: String? = nil, blocks: [Block] = []) {
    self.title = title
    self.blocks = blocks
  }

  package var isEmpty: Bool { title == nil && blocks.isEmpty }

  package mutating func add(_ table: ReportTable) { blocks.append(.table(table)) }

  /// Adds remarks that stand together; no remarks add nothing.
  package mutating func add(remarks: [String]) {
    if !remarks.isEmpty { blocks.append(.remarks(remarks)) }
  }
}
