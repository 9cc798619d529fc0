import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchReports
import BenchResults
import Testing
import WorkerPoolsPosix

@Suite("The page of a run")
struct PageTests {
  @Test("it stands alone: no script, no address, no file beside it")
  func selfContained() throws {
    let text = PageRenderer.text(
      RunPage.page(try ChartFixture.reference().results(), styles: ChartFixture.styles))
    for mark in ["<script", "http", "src=", "url(", "@import", "<link"] { #expect(!text.contains(mark), "\(mark)") }
    #expect(text.contains("prefers-color-scheme:dark") && text.contains("@media print"))
    #expect(text.contains("name=\"viewport\""))
  }

  @Test("it has each chart with its sentence below, and each table")
  func content() throws {
    let results = try ChartFixture.reference().results()
    let page = RunPage.page(results, styles: ChartFixture.styles)
    let text = PageRenderer.text(page)
    #expect(page.charts.count == 18)
    #expect(text.components(of: "<figcaption>").count == 19 && text.components(of: "<table>").count == 4)
    #expect(text.components(of: "role=\"img\"").count == 19)
    #expect(page.charts.allSatisfy { $0.sentence.hasSuffix(".") && $0.sentence.count > 20 })
    #expect(text.contains("Machine: stable; 37 of 384 repetitions disturbed (9.6 %)."))
  }

  @Test("8 arms, 7 workloads and 14 rounds take less than a megabyte")
  func size() {
    var fixture = RunFixture()
    fixture.arms =
      [
        "serial", "process-per-task", "process-pool", "thread-per-task", "thread-pool", "thread-pool@results",
        "concurrent-perform",
      ].map { RunFixture.arm($0) } + [RunFixture.arm("serial-control", isControl: true)]
    fixture.cells = (0..<7).map {
      Cell(workload: "workload-\($0)", distribution: "fixed", taskDurationNs: 1_000_000 * ($0 + 1), width: .bounded(2))
    }
    fixture.adjust = { _, record in
      record.spawnNs = [HistogramBucket(value: 71_000, count: 2)]
      record.rssStartBytes = 1_000_000
    }
    let page = RunPage.page(fixture.results, styles: ChartFixture.styles)
    #expect(page.charts.count >= 42)
    #expect(PageRenderer.text(page).utf8.count < 1_000_000)
  }

  @Test("what other programs have printed is no mark of the page")
  func escaping() throws {
    var fixture = RunFixture()
    fixture.cells = [Cell(workload: "a<b>&\"c'", width: .bounded(2))]
    fixture.adjust = { repetition, record in
      guard repetition.arm.label == "thread-pool", repetition.round < 3 else { return }
      record = RepetitionRecord(status: .failed, statusDetail: "<script>alert(1)</script>\u{1}")
    }
    let page = RunPage.page(fixture.results, styles: ChartFixture.styles)
    let text = PageRenderer.text(page) + page.charts.map(ChartDrawing.file).joined()
    #expect(!text.contains("<script") && text.contains("&lt;script&gt;") && !text.contains("\u{1}"))
    #expect(!text.contains("a<b>") && text.contains("a&lt;b&gt;&amp;&quot;c&#39;"))
    let allowed: (Character) -> Bool = { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-" || $0 == ".") }
    #expect(page.charts.allSatisfy { $0.name.allSatisfy(allowed) })
  }

  @Test("a picture is a file of its own, light and dark, with a title and a description")
  func file() throws {
    let page = RunPage.page(RunFixture().results, styles: ChartFixture.styles)
    let svg = ChartDrawing.file(try #require(page.charts.first))
    #expect(svg.hasPrefix("<?xml") && svg.contains("xmlns=\"http://www.w3.org/2000/svg\" width=\"440\""))
    #expect(svg.contains("<title>Throughput: noop") && svg.contains("<desc>"))
    #expect(svg.contains("prefers-color-scheme:dark"))
    #expect(!svg.contains("var(") && !svg.contains("nan") && !svg.contains("inf"))
  }
}
