import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchReports
import BenchResults
import Testing

@Suite("Charts across cells, and charts that are not made")
struct SweepChartTests {
  @Test("a sweep has efficiency by duration and throughput by the width that was reached")
  func sweep() throws {
    let results = ChartFixture.sweep.results
    let charts = RunCharts(results, styles: ChartFixture.styles).sweeps
    #expect(charts.map(\.name).filter { $0.hasPrefix("efficiency") }.count == 3)
    #expect(charts.map(\.name).filter { $0.hasPrefix("scaling") }.count == 3)
    let efficiency = try #require(charts.first { $0.name == "efficiency-cpu-2-at-once" })
    #expect(
      efficiency.sentence
        == "By the verdicts, throughput is better than that of serial from tasks of 100us on: thread-pool.")
    for arm in DrawnArm.all(in: ChartDrawing.file(efficiency)) {
      let cells = results.cells.filter { $0.cell.width == .bounded(2) }
      let medians = cells.map { results.summary("efficiency", of: arm.label, in: $0.cell)?.tableRow[text: "median"] }
      #expect(arm.marks.map { $0[0] } == medians)
    }
    let scaling = try #require(charts.first { $0.name.hasPrefix("scaling-cpu-tasks-of-1ms") })
    let places = DrawnArm.parts(of: ChartDrawing.file(scaling), from: " data-x=\"", to: "\"")
    #expect(Set(places) == ["1", "2"], "four at once were asked for, and two ran")
  }

  @Test("an arm that is not better at the end of a sweep is not said to pay")
  func notToTheEnd() throws {
    var fixture = ChartFixture.sweep
    fixture.adjust = { repetition, record in
      let isLong = (repetition.cell.taskDurationNs ?? 0) >= 1_000_000
      record.serviceNs = [HistogramBucket(value: 1_000, count: 1_000)]
      if repetition.arm.label == "thread-pool", let batch = record.batchNs {
        record.batchNs = isLong ? batch : batch / 2
      }
    }
    let charts = RunCharts(fixture.results, styles: ChartFixture.styles).sweeps
    let efficiency = try #require(charts.first { $0.name.hasPrefix("efficiency") })
    #expect(efficiency.sentence.hasSuffix("than that of serial not surely with tasks of 1ms: thread-pool."))
  }

  @Test("a chart without data is not made")
  func leftOut() {
    var fixture = RunFixture()
    #expect(RunCharts(fixture.results, styles: ChartFixture.styles).sweeps.isEmpty)
    fixture.adjust = { _, record in
      let batch = record.batchNs
      record = RepetitionRecord(status: .ok)
      record.batchNs = batch
      record.tasksN = 1_000
    }
    let names = RunCharts(fixture.results, styles: ChartFixture.styles).cells.flatMap { $0 }.map(\.name)
    #expect(names == ["throughput-noop-width-2", "ratio-noop-width-2", "rounds-noop-width-2"])
    fixture.adjust = { _, record in record = RepetitionRecord(status: .failed, statusDetail: "exit 1") }
    let page = RunPage.page(fixture.results, styles: ChartFixture.styles)
    #expect(page.charts.isEmpty)
    #expect(PageRenderer.text(page).contains("failed: exit 1"))
  }

  @Test("few rounds have points without intervals, and a sentence that says so")
  func fewRounds() throws {
    var fixture = RunFixture()
    fixture.rounds = 3
    let charts = RunCharts(fixture.results, styles: ChartFixture.styles).cells[0]
    let ratio = try #require(charts.first { $0.name.hasPrefix("ratio") })
    #expect(ratio.sentence.contains("no verdicts against serial"))
    let arms = DrawnArm.all(in: ChartDrawing.file(ratio))
    #expect(arms.allSatisfy { $0.marks.allSatisfy { $0[0] != nil && $0[1] == nil } } && arms.count == 2)
  }

  @Test("cells of one short title have charts of different names")
  func names() {
    var fixture = RunFixture()
    fixture.cells = ["fixed", "exponential"].map {
      Cell(workload: "sleep", distribution: $0, taskDurationNs: 1_000_000, width: .bounded(2))
    }
    let names = RunPage.page(fixture.results, styles: ChartFixture.styles).charts.map(\.name)
    #expect(Set(names).count == names.count && names.contains("throughput-sleep-1ms-width-2-n2"))
  }
}
