import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchResults
import Testing

@testable import BenchReports

@Suite("The spreadsheet")
struct SpreadsheetTests {
  private func text(_ fixture: RunFixture = RunFixture()) throws -> String {
    try ExportFormat.fods.text(fixture.results, metrics: []) { table in
      guard table == .environment else { return [] }
      return ["seed": "17", "id": "0123", "load": "0.5", "long": "1234567890123456"].map { key, value in
        var row = TableRow(.environment)
        row[text: "key"] = key
        row[text: "value"] = value
        return row
      }
    }
  }

  /// The pieces of the text between two marks.
  private func pieces(_ text: String, from begin: String, to end: String) -> [String] {
    text.split(separator: begin).dropFirst().compactMap { $0.split(separator: end).first.map(String.init) }
  }

  @Test("has a chart for each group of each chart's data, after the sheets that they take their values from")
  func charts() throws {
    let text = try text()
    let sheets = pieces(text, from: "<table:table table:name=\"", to: "\"")
    #expect(
      sheets == [
        "throughput", "round-trips", "start-up", "rounds", "ratios", "charts", "summary", "reps", "env",
      ])
    #expect(
      pieces(text, from: "<chart:title", to: "</chart:title>").contains {
        $0.hasSuffix("Throughput: noop, 2 at once</text:p>")
      })
    #expect(text.contains("chart:values-cell-range-address=\"$'throughput'.$B$3:$'throughput'.$B$5\""))
    #expect(text.contains("chart:error-lower-range=\"$'throughput'.$C$3:$'throughput'.$C$5\""))
    #expect(text.contains("chart:error-upper-range=\"$'throughput'.$D$3:$'throughput'.$D$5\""))
    #expect(text.contains("chart:label-cell-address=\"$'throughput'.$B$2\""))
  }

  @Test("has the numbers of the data as numbers, and what only looks like one as text")
  func numbers() throws {
    let text = try text()
    let table = try ChartTable(.throughput, of: RunFixture().results)
    let sheet = try #require(pieces(text, from: "table:name=\"throughput\"", to: "</table:table>").first)
    let numbers = pieces(sheet, from: "office:value-type=\"float\" office:value=\"", to: "\"")
    let fields = table.csv().split(separator: "\n").dropFirst().flatMap {
      $0.split(separator: ",").dropFirst().map(String.init)
    }
    #expect(numbers == fields && numbers.count == 9)
    for number in ["17", "0.5"] { #expect(text.contains("office:value=\"\(number)\"")) }
    for word in ["0123", "1234567890123456"] {
      #expect(!text.contains("office:value=\"\(word)\"") && text.contains(word))
    }
  }

  @Test("has addresses of columns beyond Z")
  func columns() throws {
    var fixture = RunFixture()
    fixture.cells = (1...9).map { Cell(workload: "noop", width: .bounded($0)) }
    #expect(try text(fixture).contains("$'throughput'.$Z$3:$'throughput'.$Z$5"))
    #expect(try text(fixture).contains("$'throughput'.$AA$3:$'throughput'.$AA$5"))
  }

  @Test("is well formed whatever the run's names are")
  func escaping() throws {
    var xml = XmlText()
    xml.element("a", ["b": "<\"&\n"]) { $0.write("1 < 2 & \u{1}>") }
    #expect(
      xml.text
        == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"&lt;&quot;&amp; \">1 &lt; 2 &amp; \u{FFFD}&gt;</a>")
  }

  @Test("has a logarithmic axis where values are far apart, and bars from zero where they are not")
  func axes() throws {
    var fixture = RunFixture()
    #expect(try !text(fixture).contains("tasks per second (logarithmic)"))
    fixture.speed["thread-pool"] = 100
    let far = try text(fixture)
    #expect(far.contains("tasks per second (logarithmic)") && far.contains("chart:logarithmic=\"true\""))
  }
}
