import BenchReports
import BenchResults
import BenchStrategies
import WorkerPoolsPosix

/// The files of a report: a page, and each of its charts as a picture of its own.
struct ReportFiles {
  private static let charts = "charts"

  let folder: String

  /// All strategies, in the order that gives each its look.
  static var strategies: [String] { StrategyCatalog.names }

  static var styles: ArmStyles { ArmStyles(strategies: strategies) }

  /// Writes the page, its charts and its tables in Markdown, in place of those that were there.
  ///
  /// - Returns: the path of the page.
  /// - Throws: `StoredRunError.unwritable`.
  func write(_ page: Page) throws(StoredRunError) -> String {
    let charts = "\(folder)/\(Self.charts)"
    do {
      try FileSystemAccess.makeDirectory(charts)
    } catch {
      throw .unwritable(charts, error.code)
    }
    for chart in page.charts { try write(ChartDrawing.file(chart), to: "\(charts)/\(chart.name).svg") }
    try write(MarkdownRenderer.text(page.digest), to: "\(folder)/\(RunDirectory.File.digest.rawValue)")
    let path = "\(folder)/\(RunDirectory.File.report.rawValue)"
    try write(PageRenderer.text(page), to: path)
    return path
  }

  private func write(_ text: String, to path: String) throws(StoredRunError) {
    do {
      try FileSystemAccess.writeAtomically(Array(text.utf8), to: path)
    } catch {
      throw .unwritable(path, error.code)
    }
  }
}
