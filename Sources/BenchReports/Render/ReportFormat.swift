/// How a report is drawn; the values of `--format`.
package enum ReportFormat: String, CaseIterable, Sendable {
  case text
  case markdown

  /// The report as text that ends in a line feed, or an empty one; Markdown needs no layout.
  package func text(_ report: Report, _ layout: TextLayout = .wide) -> String {
    switch self {
    case .text: ConsoleRenderer.text(report, layout)
    case .markdown: MarkdownRenderer.text(report)
    }
  }
}
