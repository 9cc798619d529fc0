import BenchAnalysis
import BenchReports
import BenchResults
import Testing
import WorkerPoolsPosix

@testable import BenchKit

/// The pictures that README shows are what `bench report results/reference` draws.
@Suite("The pictures of README")
struct ReadmePictureTests {
  private static let root = String(
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/"))

  @Test("each is the chart of the reference run, drawn anew")
  func pictures() throws {
    let folder = "\(Self.root)/results/reference"
    let charts = RunPage.page(try RunDirectory.open(at: folder).results(), styles: ReportFiles.styles).charts
    let readme = try #require(FileSystemAccess.text(of: "\(Self.root)/README.md"))
    let shown = charts.filter { readme.contains("(results/reference/charts/\($0.name).svg)") }
    #expect(shown.count == 2)
    for chart in shown {
      let stored = FileSystemAccess.text(of: "\(folder)/charts/\(chart.name).svg")
      #expect(stored == ChartDrawing.file(chart), "draw it anew: bench report results/reference")
    }
  }

  @Test("every known strategy has a hue and a shape of its own")
  func hues() {
    let styles = ReportFiles.strategies.map { ReportFiles.styles.style($0, strategy: $0) }
    #expect(Set(styles.map(\.hue)).count == styles.count && Set(styles.map(\.shape)).count == styles.count)
    #expect(styles.allSatisfy { $0.hue != Palette.foreign && !$0.isVariant })
  }
}
