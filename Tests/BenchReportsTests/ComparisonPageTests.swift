import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchReports
import BenchResults
import BenchStatistics
import Testing

@Suite("Pages of several runs")
struct ComparisonPageTests {
  private func run(_ speed: Double, day: Int, host: String = "h1") -> RunResults {
    var fixture = RunFixture(startedAt: "2026-01-0\(day)T00:00:00Z", hostId: host)
    fixture.runId = "run-\(day)"
    fixture.speed["thread-pool"] = speed
    return fixture.results
  }

  @Test("two runs: the change of each arm with its interval, and the verdicts in words")
  func compare() throws {
    let comparison = RunComparison(run(1, day: 1), run(2, day: 2))
    let throughput = try #require(Metric.named("throughput"))
    let page = ComparisonPages.compare(comparison, metrics: [throughput], styles: ChartFixture.styles)
    let chart = try #require(page.charts.first)
    #expect(page.charts.count == 1 && chart.name == "change-throughput-noop-width-2")
    #expect(chart.sentence.hasPrefix("After against before: better: thread-pool; same: serial, serial-control."))
    let expected = comparison.arms(throughput, in: comparison.cells[0])
    for (arm, drawn) in zip(expected, DrawnArm.all(in: ChartDrawing.file(chart))) {
      #expect(drawn.label == arm.before.arm.label)
      #expect(drawn.marks[0][0] == arm.ratio.map(CsvNumber.text))
      #expect(drawn.marks[0][1] == arm.interval.map { CsvNumber.text($0.low) })
    }
    let elsewhere = RunComparison(run(1, day: 1), run(2, day: 2, host: "h2"))
    let other = ComparisonPages.compare(elsewhere, metrics: [throughput], styles: ChartFixture.styles)
    #expect(other.charts[0].sentence == "The runs are from different machines, so absolute values get no verdict.")
  }

  @Test("more runs: a line for each arm, broken where the machine changes")
  func history() throws {
    let runs = [run(1, day: 1), run(2, day: 2), run(2, day: 3, host: "h2")]
    let history = try RunHistory(runs, .init(metrics: [Metric.all[0]]))
    let page = ComparisonPages.history(history, styles: ChartFixture.styles)
    #expect(page.title == "throughput over 3 runs" && page.charts.count == 1)
    let svg = ChartDrawing.file(page.charts[0])
    let arms = DrawnArm.all(in: svg)
    #expect(arms.map(\.label) == ["serial", "thread-pool"])
    for (series, arm) in zip(history.series, arms) {
      #expect(arm.marks.map { $0[0] } == series.points.map { CsvNumber.text($0.median) })
    }
    let lines = DrawnArm.parts(of: svg, from: "<path ", to: "/>").filter { $0.contains("class=\"line ") }
    #expect(lines.count == 2 && lines.allSatisfy { $0.components(of: "M").count == 3 })
    #expect(svg.contains(">A 2026-01-01<") && page.charts[0].sentence.contains("2 machines"))
    #expect(
      try ComparisonPages.history(RunHistory([runs[0]], .init(metrics: [Metric.all[0]])), styles: ChartFixture.styles)
        .charts.isEmpty)
  }
}
