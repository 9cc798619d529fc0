import BenchModel
import BenchPlan
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
    let width = Width.bounded(2)
    let scope = metric == "startup" ? GateScope.width(width) : .cell(Cell(workload: "noop", width: width))
    let test = GateTest(
      strategy: strategy, scope: scope, metric: try #require(Metric.named(metric)),
      rule: scope.cell == nil ? .lifeCycle : .work)
    return GateOutcome(
      test: test, standing: standing, evidence: GateEvidence(changes.map { (1 + $0).naturalLogarithm }),
      values: GateOutcome.Values(), screenRounds: changes.count, confirmRounds: 0)
  }

  private var plan: Plan {
    let arms = ["old", "new"].enumerated().map { place, command in
      PlannedArm(
        arm: Arm(label: GateSide.allCases[place].label("thread-pool"), command: [command], strategy: "thread-pool"),
        executable: "/bin/true", binarySha256: "00")
    }
    return Plan(
      origin: RunOrigin(runId: "r", startedAt: "2026-01-01T00:00:00Z"), settings: RunSettings(seed: 3, rounds: 0),
      machine: MachineFingerprint(hostId: "h", bootId: "b", affinity: [0, 1]), widthLimitN: 64,
      calibration: Calibration(iterationNs: 1, canaryIterationsN: 1_000, stampCostNs: 70), arms: arms, cells: [])
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
      GateReport(GateVerdict(outcomes, repetitions: []), of: plan), styles: ChartFixture.styles)
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
