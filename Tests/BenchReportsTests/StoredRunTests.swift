import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchReports
import BenchResults
import Testing

@Suite("Runs of schema 1 are read by today's code")
struct StoredRunTests {
  @Test(
    "show prints a row for every arm of every cell, also against another baseline", arguments: StoredRunFixture.allCases
  )
  func show(fixture: StoredRunFixture) throws {
    let results = try fixture.open().results()
    #expect(results.cells.count == 3)
    for format in ReportFormat.allCases {
      let text = format.text(RunReport.report(results))
      #expect(results.cells.allSatisfy { cell in cell.arms.allSatisfy { text.contains("\($0.label) ") } })
    }
    let other = try fixture.open().results(baseline: "process-pool")
    #expect(ConsoleRenderer.text(RunReport.report(other)).contains("vs process-pool"))
    let metrics = ConsoleRenderer.text(RunReport.report(results, metrics: [results].measuredMetrics))
    #expect(metrics.contains("peak_rss (lower is better), noop, 2 at once; "))
    // The control is a copy of its own arm, whichever arm the table compares with.
    #expect(other.stability == results.stability)
    #expect(throws: UnknownName.self) { try fixture.open().results(baseline: "fibers") }
  }

  @Test("the medians are those that were stored", arguments: StoredRunFixture.allCases)
  func medians(fixture: StoredRunFixture) throws {
    let directory = try fixture.open()
    let derived = try directory.results()
    let stored = try directory.rows(of: .summary).map(SummaryRow.init)
    #expect(!stored.isEmpty)
    for row in stored where row.metric.name != "efficiency" {
      let again = try #require(derived.summary(row.metric.name, of: row.arm.label, in: row.cell))
      #expect(again.tableRow[text: "median"] == row.tableRow[text: "median"], "\(row.metric.name) \(row.arm.label)")
    }
  }

  @Test("pivot has a line for each cell", arguments: StoredRunFixture.allCases)
  func pivot(fixture: StoredRunFixture) throws {
    let text = try Pivot(values: PivotValue.allCases.map(\.rawValue)).csv(fixture.open().results())
    let lines = text.split(separator: "\n")
    #expect(lines.count == 4 && lines[0].contains("thread-pool_ci_low"))
  }

  @Test("compare finds what both measured, against a baseline of both")
  func compare() throws {
    let reference = try StoredRunFixture.schema1Reference.open().results()
    let peers = try StoredRunFixture.schema1Peers.open().results()
    #expect(RunComparison.commonBaseline(peers, reference) == "thread-pool")
    let based = try StoredRunFixture.schema1Reference.open().results(baseline: "thread-pool")
    let comparison = RunComparison(based, peers)
    #expect(comparison.cells.map(\.cell.workload) == ["noop"])
    #expect(comparison.machine == .same)
    let text = ConsoleRenderer.text(CompareReport.report(comparison, metrics: [Metric.all[0]]))
    #expect(text.contains("Only after: sleep, tasks of 1ms, 2 at once, all arms"))
    #expect(text.contains("vs thread-pool"))
  }

  @Test("history lines both up")
  func history() throws {
    let runs = try StoredRunFixture.allCases.map { try $0.open().results() }
    let history = try RunHistory(
      runs, RunHistory.Filter(metrics: [Metric.all[0]], arms: ["thread-pool"], workloads: ["noop"]))
    // The peers were measured first.
    #expect(
      history.series.map { $0.points.map(\.row.run.startedAt) } == [["2026-11-25T10:06:35Z", "2026-11-25T10:16:03Z"]])
  }
}
