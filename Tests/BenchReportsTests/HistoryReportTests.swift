import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchReports
import BenchResults
import Testing

@Suite("The report of a history")
struct HistoryReportTests {
  private func history() throws -> RunHistory {
    let runs = [("a", "x"), ("b", "y")].enumerated().map { index, run in
      var fixture = RunFixture(startedAt: "2026-01-0\(index + 1)T00:00:00Z", hostId: run.1)
      fixture.runId = run.0
      fixture.speed["thread-pool"] = 1.5
      fixture.adjust = { $1.taskIterationsN = 100 + 10 * index }
      return fixture.results
    }
    return try RunHistory(runs, RunHistory.Filter(metrics: [Metric.all[0]], arms: ["thread-pool"]))
  }

  @Test("has a row a run: when, which commit, which machine, the median and its interval")
  func text() throws {
    let expected = """
      throughput (higher is better) of thread-pool, noop, 2 at once
      started               commit  host                 median         vs baseline  baseline
      2026-01-01T00:00:00Z  abc123  A     5.00 k/s [4.95, 5.03]  1.50x [1.50, 1.50]  serial
      2026-01-02T00:00:00Z  abc123  B     5.50 k/s [5.45, 5.53]  1.50x [1.50, 1.50]  serial
          ^ another machine than the row above
          ^ scaled by 1.10 to the first row's work

      Host A: x, Test CPU, 2 cores.
      Host B: y, Test CPU, 2 cores.
      Between machines, absolute values cannot be compared; ratios to the baseline can.

      """
    #expect(ConsoleRenderer.text(HistoryReport.report(try history())) == expected)
  }

  @Test("has a CSV that charts: one header, a row for each run, cell and arm, plain numbers")
  func csv() throws {
    let lines = HistoryCsv.text(try history()).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 4 && lines[3].isEmpty)
    let names = lines[0].split(separator: ",")
    #expect(names.allSatisfy { name in name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" } })
    #expect(
      lines[1].hasPrefix(
        "2026-01-01T00:00:00Z,a,abc123,A,x,\"Test CPU, 2 cores\",noop,,,,2,thread-pool,throughput,per_s,"))
    #expect(lines[2].hasSuffix(",stable,110,1.1"))
    #expect(lines[2].contains(",per_s,5500,"))
  }
}
