/// How a report is drawn; the values of `--format`.
package enum ReportFormat: String, CaseIterable, Sendable {
  case text
  case markdown

  /// The report as text that ends in a line feed; empty if the report is.
  package func text(_ report: Report) -> String {
    switch self {
    case .text: ConsoleRenderer.text(report)
    case .markdown: MarkdownRenderer.text(report)
    }
  }
}
