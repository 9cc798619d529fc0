import BenchAnalysis
import BenchReports
import BenchResults
import Testing
import WorkerPoolsPosix

/// What README shows of results/reference is what `bench show` prints of it.
@Suite("README")
struct ReadmeTests {
  private static let root = String(
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/"))

  @Test("its table is that of the reference run")
  func table() throws {
    let readme = try #require(FileSystemAccess.text(of: "\(Self.root)/README.md"))
    let results = try RunDirectory.open(at: "\(Self.root)/results/reference").results()
    let printed = ConsoleRenderer.text(RunReport.report(results), TextLayout(columns: TextLayout.usualColumns))
    let shown = try #require(
      readme.split(separator: "```\n", maxSplits: 2, omittingEmptySubsequences: false).dropFirst().first)
    #expect(String(shown) == printed)
  }
}
