/// A page as data: what it is about, and sections of charts, tables and remarks.
package struct Page: Hashable, Sendable {
  package struct Fact: Hashable, Sendable {
    package var name: String
    package var value: String
  }

  package struct Section: Hashable, Sendable {
    package var title: String
    package var charts: [Chart]
    package var blocks: [Report.Block]

    package init(_ title: String, charts: [Chart] = [], blocks: [Report.Block] = []) {
      self.title = title
      self.charts = charts
      self.blocks = blocks
    }

    var isEmpty: Bool { charts.isEmpty && blocks.isEmpty }
  }

  package var title: String
  package var facts: [Fact]
  /// What must be known before anything else is read.
  package var remarks: [String]
  package var sections: [Section]
  /// The same without pictures, for Markdown.
  package var digest: Report

  /// All charts in their order; their names differ.
  package var charts: [Chart] { sections.flatMap(\.charts) }
}
