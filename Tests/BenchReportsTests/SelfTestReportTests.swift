import BenchAnalysis
import BenchModel
import BenchReports
import BenchResults
import Testing

@Suite("The report of a self-test")
struct SelfTestReportTests {
  private func row(_ gate: Int, planted: Int, _ result: String, _ standing: String) -> TableRow {
    var row = TableRow(.selfTest)
    row[integer: "gate_n"] = gate
    row[integer: "planted_pct"] = planted
    row[text: "result"] = result
    row[text: "strategy"] = "thread-pool"
    row[text: "workload"] = "noop"
    row[integer: "width_n"] = 2
    row[text: "metric"] = "throughput"
    row[text: "standing"] = standing
    return row
  }

  @Test("has both rates with their exact limits, and the tests that stayed undecided")
  func rates() {
    let unchanged = (1...100).map { row(2 * $0 - 1, planted: 0, "pass", "pass") }
    let planted = (1...100).map { number in
      number > 2
        ? row(2 * number, planted: 20, "regression", "regression")
        : number == 2 ? row(4, planted: 20, "pass", "pass") : row(2, planted: 20, "inconclusive", "inconclusive")
    }
    let text = ConsoleRenderer.text(SelfTestReport(SelfTestResults(unchanged + planted), slowdownPercent: 20).report)
    let lines = text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(
      lines.first
        == "Self-test of the gate: 0 of 100 unchanged gates flagged, 98 of 99 slowdowns of 20 % found.")
    // 1 - 0.025^(1/100), and the limits of 98 among 99.
    #expect(lines.contains("unchanged, flagged 100 0 0 0 0.0 % [0.0 %, 3.6 %]"), "\(text)")
    #expect(lines.contains("20 % slower, found 1 98 1 0 99.0 % [94.5 %, 100.0 %]"), "\(text)")
    #expect(lines.contains("throughput 200 1 0.5 % [0.0 %, 2.8 %]"), "\(text)")
    #expect(lines.contains("thread-pool, noop width 2 0 100 98 99"), "\(text)")
  }
}
