import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchReports
import BenchResults
import Testing

@Suite("The report of two runs")
struct CompareReportTests {
  private func text(_ before: RunFixture, _ after: RunFixture, format: ReportFormat = .text) -> String {
    format.text(CompareReport.report(RunComparison(before.results, after.results), metrics: [Metric.all[0]]))
  }

  @Test("tells what differs around the runs before any figure, then both medians, their ratio and a word")
  func order() throws {
    var after = RunFixture()
    after.speed["thread-pool"] = 0.8
    after.facts.add("kernel_release", "6.1")
    let text = text(RunFixture(), after)
    let environment = try #require(text.firstRange(of: "kernel_release  unknown  6.1"))
    let row = try #require(
      text.firstRange(
        of:
          "thread-pool     3.33 k/s [3.30, 3.35]  2.67 k/s [2.64, 2.68]  0.800x [0.788, 0.812]  worse    1.00x -> 0.800x  worse"
      ), "\(text)")
    #expect(environment.upperBound < row.lowerBound)
    #expect(text.contains("After against before: 0 better, 1 worse, 2 same, 0 undecided."))
    #expect(text.contains("worse: throughput of thread-pool in noop, 2 at once, 0.800x"))
  }

  @Test("says that machines differ, and gives no word for absolute values then")
  func machines() {
    let text = text(RunFixture(), RunFixture(hostId: "another"))
    #expect(text.contains("These runs are from different machines: absolute values cannot be compared"))
    #expect(!text.contains("After against before"))
    #expect(self.text(RunFixture(), RunFixture()).contains("Environment: nothing that matters differs in env.csv."))
  }

  @Test("says that a run is unstable, that an arm is another thing than before, and that nothing is shared")
  func remarks() {
    var after = RunFixture()
    after.machine = { _ in MachineSample(isDisturbed: true) }
    after.adjust = { $1.resultMode = .each }
    let text = text(RunFixture(), after)
    #expect(text.contains("The run after is unstable"))
    #expect(text.contains("results all, then each"))
    after.cells = [Cell(workload: "cpu", width: .bounded(2))]
    #expect(self.text(RunFixture(), after).contains("The runs have no cell in common."))
  }

  @Test("is drawn as Markdown, too")
  func markdown() {
    #expect(text(RunFixture(), RunFixture(), format: .markdown).contains("| arm | before | after | after/before |"))
  }
}
