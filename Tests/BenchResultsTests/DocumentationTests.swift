import BenchModel
import BenchResults
import Testing
import WorkerPoolsPosix

@Suite("results/README.md")
struct DocumentationTests {
  private let text: String

  init() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    text = try #require(FileSystemAccess.text(of: "/\(root)/results/README.md"))
  }

  @Test("every file's table of columns stands there word for word", arguments: Table.all)
  func columns(table: Table) {
    #expect(text.contains("## \(table.fileName)\n"))
    for line in table.markdown.split(separator: "\n") {
      #expect(text.contains(line), "The table of \(table.fileName) in results/README.md misses: \(line)")
    }
    #expect(text.contains(table.markdown), "The lines of \(table.fileName) stand in another order.")
  }

  @Test("every metric stands there with its unit and its direction", arguments: Metric.all.map(\.name))
  func metrics(name: String) throws {
    let metric = try #require(Metric.named(name))
    #expect(text.contains("\n| `\(metric.name)` | \(metric.unit) | \(metric.direction.rawValue) | "))
  }

  @Test("every file of a run and every verdict is explained")
  func rest() {
    for file in RunDirectory.File.allCases { #expect(text.contains("| `\(file.rawValue)` |")) }
    for verdict in Verdict.allCases { #expect(text.contains("`\(verdict.rawValue)`")) }
  }
}
