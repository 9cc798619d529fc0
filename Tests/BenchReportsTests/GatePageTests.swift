import BenchModel
import BenchReports
import BenchResults
import BenchStatistics
import Testing

@testable import BenchAnalysis

@Suite("The page of a gate")
struct GatePageTests {
  private func outcome(
    _ strategy: String, _ metric: String, _ changes: [Double], _ standing: GateOutcome.Standing
  ) throws -> GateOutcome {
    let cell = metric == "startup" ? nil : Cell(workload: "noop", width: .bounded(2))
    let test = GateTest(
      strategy: strategy, cell: cell, metric: try #require(Metric.named(metric)),
      rule: cell == nil ? .lifeCycle : .work)
    return GateOutcome(
      test: test, standing: standing, evidence: GateEvidence(changes.map { (1 + $0).naturalLogarithm }),
      screenRounds: changes.count, confirmRounds: 0)
  }

  @Test("each test stands with its change, its limits and what it is judged by, as in gate.csv")
  func tests() throws {
    let calm = (0..<12).map { Double($0 - 6) / 500 }
    let outcomes = try [
      outcome("thread-pool", "throughput", calm, .pass),
      outcome("process-pool@forkserver", "throughput", calm.map { $0 + 0.3 }, .regression),
      outcome("thread-pool", "startup", [0.1], .inconclusive), outcome("thread-pool", "teardown", [], .missing),
    ]
    let page = ComparisonPages.gate(
      GateReport(GateVerdict(outcomes, repetitions: []), base: "old", head: "new"), styles: ChartFixture.styles)
    #expect(page.title.contains("REGRESSION") && page.remarks.prefix(2) == ["base: old", "head: new"])
    #expect(page.charts.map(\.name) == ["gate-throughput", "gate-startup"])
    #expect(
      page.charts[0].sentence.hasPrefix("1 pass, 1 regression (process-pool@forkserver, noop width 2). "),
      "\(page.charts[0].sentence)")
    let arms = page.charts.flatMap { DrawnArm.all(in: ChartDrawing.file($0)) }
    for (arm, outcome) in zip(arms, outcomes) {
      let row = outcome.tableRow(runId: "r")
      #expect(arm.marks == [[row[text: "change_pct"], row[text: "lower_pct"], row[text: "upper_pct"]]])
      #expect(arm.texts.last?.hasSuffix(" \(outcome.standing.rawValue)") == true)
    }
    #expect(ChartDrawing.file(page.charts[0]).components(of: "class=\"limit\"").count == 5)
  }
}
