import BenchAnalysis
import BenchModel
import BenchPlan
import BenchResults
import BenchStatistics
import BenchWorkloads
import Testing

/// A gate that is played: each repetition that the policy asks for becomes a row by a rule of the test.
private struct PlayedGate {
  var strategies = ["thread-pool", "process-pool"]
  var cells = [
    Cell(workload: "noop", width: .bounded(2)),
    Cell(workload: "cpu", distribution: "fixed", taskDurationNs: 1_000_000, width: .bounded(2)),
  ]
  /// Changes what a repetition reports; the factor of the head's batch is 1 unless a test says otherwise.
  var adjust: (PlannedRepetition, GateSide, String, Cell, inout RepetitionRecord) -> Void = { _, _, _, _, _ in }
  var isDisturbed = false
  var thresholds: [GateThreshold] = []

  var plan: Plan {
    let arms = strategies.flatMap { name in
      GateSide.allCases.map { side in
        PlannedArm(
          arm: Arm(label: side.label(name), command: ["bench"], strategy: name, sizingGroup: name),
          executable: "/bin/true", binarySha256: "00")
      }
    }
    return Plan(
      origin: RunOrigin(runId: "r", startedAt: "2026-01-01T00:00:00Z"), settings: RunSettings(seed: 3, rounds: 0),
      machine: MachineFingerprint(hostId: "h", bootId: "b", affinity: [0, 1]), widthLimitN: 64,
      calibration: Calibration(iterationNs: 1, canaryIterationsN: 1_000, stampCostNs: 70), arms: arms,
      cells: cells.map { PlannedCell(cell: $0, needs: $0.workload == "cpu" ? [.calibratedIterations] : []) })
  }

  /// Plays until the policy has enough.
  func play() -> (verdict: GateVerdict, rows: [Repetition]) {
    let plan = plan
    let gate = Gate(plan, thresholds: thresholds)
    var noise = SplitMix64(seed: 11)
    var rows: [Repetition] = []
    while true {
      switch gate.step(rows) {
      case .done(let outcomes): return (GateVerdict(outcomes, repetitions: rows), rows)
      case .run(let round, let phase, let pairs):
        for repetition in plan.gateRound(round, phase: phase, pairs: pairs) {
          rows.append(row(repetition, plan, noise: 1 + Double(noise.next(below: 41) - 20) / 1_000))
        }
      }
    }
  }

  private func row(_ repetition: PlannedRepetition, _ plan: Plan, noise: Double) -> Repetition {
    let arm = plan.arms[repetition.arm].arm
    let cell = plan.cells[repetition.cell].cell
    let (side, strategy) = GateSide.parse(arm.label) ?? (.base, "")
    var record = RepetitionRecord(status: .ok)
    record.tasksN = 1_000
    record.batchNs = Int(200_000_000 * noise)
    record.startupNs = Int(900_000 * noise)
    record.teardownNs = 60_000
    record.cpuUserNs = Int(150_000_000 * noise)
    record.cpuSystemNs = 0
    if repetition.phase == .alloc { record.allocN = 3_000 }
    adjust(repetition, side, strategy, cell, &record)
    let spec = RepetitionSpec(
      runId: "r", seq: repetition.seq, round: repetition.round, phase: repetition.phase, arm: arm.label,
      strategy: arm.strategy, workload: cell.workload, distribution: cell.distribution,
      taskDurationNs: cell.taskDurationNs, widthN: cell.width.count, widthLimitN: 64, tasksN: 1_000, seed: 3)
    let outcome = RepetitionOutcome(
      runId: "r", commit: nil, binarySha256: nil, arm: arm, position: repetition.position, spec: spec, record: record,
      machine: MachineSample(canaryNs: 1, isDisturbed: isDisturbed))
    return Repetition(outcome.row)
  }
}

@Suite("A gate")
struct GateTests {
  private func titles(_ verdict: GateVerdict, _ standing: GateOutcome.Standing) -> [String] {
    verdict.outcomes.filter { $0.standing == standing }.map(\.test.title)
  }

  @Test("passes an unchanged build after few rounds, with every test judged", .timeLimit(.minutes(20)))
  func unchanged() {
    let (verdict, rows) = PlayedGate().play()
    #expect(verdict.result == .pass)
    // Throughput of four cells, CPU time of two, start-up of two strategies, allocations of four cells; a tear-down of 60 us
    // is too short to be judged.
    #expect(verdict.outcomes.count == 12)
    #expect(verdict.outcomes.allSatisfy { $0.standing == .pass })
    #expect((rows.filter { $0.phase == .measure }.map(\.round).max() ?? 0) <= 12)
  }

  @Test("runs both sides of a pair next to each other, each first in half of the rounds", .timeLimit(.minutes(20)))
  func pairs() {
    let plan = PlayedGate().plan
    let firsts = (1...8).map { round in
      let order = plan.gateRound(round, phase: .measure, pairs: Set(plan.gatePairs))
      for place in stride(from: 0, to: order.count, by: 2) {
        #expect(order[place].cell == order[place + 1].cell)
        #expect(
          Set([order[place].arm, order[place + 1].arm].map { plan.arms[$0].arm.sizingGroup }).count == 1)
      }
      return order.first { $0.cell == 0 && $0.arm < 2 }?.arm
    }
    #expect(firsts.count { $0 == 0 } == 4 && firsts.count { $0 == 1 } == 4)
    let all = (0...20).flatMap { plan.gateRound($0, phase: .measure, pairs: Set(plan.gatePairs)) }
    #expect(Set(all.map(\.seq)).count == all.count)
  }

  @Test("finds a head whose tasks take 25 % longer in one cell, and names that cell alone", .timeLimit(.minutes(20)))
  func slowCell() {
    var gate = PlayedGate()
    gate.adjust = { _, side, strategy, cell, record in
      guard side == .head, strategy == "process-pool", cell.workload == "cpu" else { return }
      record.batchNs = record.batchNs.map { $0 * 5 / 4 }
    }
    let (verdict, rows) = gate.play()
    #expect(verdict.result == .regression)
    #expect(titles(verdict, .regression) == ["process-pool, cpu, tasks of 1ms, 2 at once: throughput"])
    #expect(verdict.outcomes.first { $0.standing == .regression }?.confirmRounds == 30)
    #expect(rows.contains { $0.round > 60 }, "the confirmation has rounds of its own")
  }

  @Test("finds a start-up that is twice as long, over all cells of the strategy", .timeLimit(.minutes(20)))
  func slowStart() {
    var gate = PlayedGate()
    gate.adjust = { _, side, strategy, _, record in
      if side == .head, strategy == "thread-pool" { record.startupNs = record.startupNs.map { $0 * 2 } }
    }
    #expect(titles(gate.play().verdict, .regression) == ["thread-pool, 2 at once: startup"])
    gate.isDisturbed = true
    let unstable = gate.play().verdict
    #expect(unstable.isUnstable && unstable.result == .inconclusive, "on a disturbed machine it proves nothing")
  }

  @Test("judges a start-up by width, each width by itself", .timeLimit(.minutes(20)))
  func slowWideStart() {
    var gate = PlayedGate()
    gate.cells = [2, 8].map { Cell(workload: "noop", width: .bounded($0)) }
    gate.adjust = { _, side, strategy, cell, record in
      guard side == .head, strategy == "thread-pool", cell.width == .bounded(8) else { return }
      record.startupNs = record.startupNs.map { $0 * 2 }
    }
    let (verdict, rows) = gate.play()
    #expect(titles(verdict, .regression) == ["thread-pool, 8 at once: startup"])
    #expect(titles(verdict, .pass).contains("thread-pool, 2 at once: startup"))
    let confirmed = Set(rows.filter { $0.round > 60 && $0.phase == .measure }.map(\.cell.width))
    #expect(confirmed == [.bounded(8)], "the other width is not run again")
  }

  @Test("calls a faster head an improvement, and more allocations a regression", .timeLimit(.minutes(20)))
  func improvement() {
    var gate = PlayedGate()
    gate.adjust = { _, side, _, cell, record in
      guard side == .head, cell.workload == "noop" else { return }
      record.batchNs = record.batchNs.map { $0 / 2 }
      record.allocN = record.allocN.map { $0 * 2 }
    }
    let verdict = gate.play().verdict
    let improved = verdict.outcomes.filter { $0.standing == .improvement }
    #expect(improved.count == 2 && improved.allSatisfy { $0.confirmRounds == 30 })
    #expect(improved.allSatisfy { ($0.change ?? 0) < -0.4 && $0.values.head ?? 0 > $0.values.base ?? 0 })
    #expect(titles(verdict, .regression).allSatisfy { $0.hasSuffix(": allocs_per_task") })
    #expect(titles(verdict, .regression).count == 2)
    let allocations = verdict.outcomes.first { $0.standing == .regression }
    #expect(allocations?.values == GateOutcome.Values(base: 3, head: 6) && allocations?.change == 1)
    #expect(allocations?.screenRounds == 3 && allocations?.confirmRounds == 3)
  }

  @Test(
    "takes nothing for a change, better or worse, that its first rounds alone show", .timeLimit(.minutes(20)),
    arguments: [50, 200])
  func luck(percent: Int) {
    var gate = PlayedGate()
    let firstAllocation = gate.play().rows.filter { $0.phase == .alloc }.map(\.round).min() ?? 0
    gate.adjust = { repetition, side, strategy, cell, record in
      guard side == .head, strategy == "thread-pool", cell.workload == "noop" else { return }
      if repetition.round <= 60 { record.batchNs = record.batchNs.map { $0 * percent / 100 } }
      if repetition.round < firstAllocation + 3 { record.allocN = record.allocN.map { $0 * percent / 100 } }
    }
    let (verdict, rows) = gate.play()
    #expect(verdict.result == .pass && verdict.outcomes.allSatisfy { $0.standing == .pass })
    let fresh = rows.filter { $0.phase == .alloc && $0.round >= firstAllocation + 3 }
    #expect(Set(fresh.map(\.arm)) == ["base.thread-pool", "head.thread-pool"], "those in question are counted again")
  }

  @Test(
    "fails at once where a side does not run, and says which", .timeLimit(.minutes(20)),
    arguments: [RepetitionStatus.failed, .timeout, .wrongResult, .malformed])
  func broken(status: RepetitionStatus) {
    var gate = PlayedGate()
    gate.adjust = { repetition, side, strategy, _, record in
      guard side == .head, strategy == "thread-pool", repetition.round == 2 else { return }
      record = RepetitionRecord(status: status, statusDetail: "boom")
    }
    let (verdict, rows) = gate.play()
    #expect(verdict.result == .failed)
    #expect(verdict.failures.first?.hasPrefix("head.thread-pool \(status.rawValue) in 2 of") == true)
    #expect(rows.map(\.round).max() == 2)
  }

  @Test("leaves out what an older base does not know, and judges the rest", .timeLimit(.minutes(20)))
  func unsupported() {
    var gate = PlayedGate()
    gate.adjust = { _, side, strategy, _, record in
      if side == .base, strategy == "process-pool" { record = RepetitionRecord(status: .unsupported) }
    }
    let verdict = gate.play().verdict
    #expect(verdict.result == .pass)
    let judged = verdict.outcomes.filter { $0.standing != .missing }
    #expect(!judged.isEmpty && judged.allSatisfy { $0.test.strategy == "thread-pool" })
    // Throughput of both cells and CPU time of one are listed as not compared.
    #expect(titles(verdict, .missing).count == 3)
  }

  @Test("fails where the head cannot run what the base can, and says what", .timeLimit(.minutes(20)))
  func lostStrategy() {
    var gate = PlayedGate()
    gate.adjust = { _, side, strategy, _, record in
      if side == .head, strategy == "process-pool" {
        record = RepetitionRecord(status: .unsupported, statusDetail: "gone")
      }
    }
    let verdict = gate.play().verdict
    #expect(verdict.result == .failed)
    #expect(verdict.failures.contains("head.process-pool cannot run noop, 2 at once, which base can: gone"))
    #expect(verdict.failures.count == 2, "each cell once")
  }

  @Test("fails if nothing was compared", .timeLimit(.minutes(20)))
  func nothingCompared() {
    var gate = PlayedGate()
    gate.adjust = { _, _, _, _, record in record = RepetitionRecord(status: .unsupported) }
    let verdict = gate.play().verdict
    #expect(verdict.result == .failed && verdict.failures.first?.hasPrefix("nothing was compared") == true)
  }

  @Test("keeps a suite's thresholds for the tests that they select")
  func thresholds() {
    let width = Width.bounded(2)
    let cell = Cell(workload: "cpu", taskDurationNs: 1_000_000, width: width)
    func selects(_ cells: CellSelector, _ metric: String = "throughput", _ scope: GateScope? = nil) -> Bool {
      GateThreshold(metric: metric, cells: cells, threshold: 0.05, mustFind: 0.1)
        .selects(metric: metric, strategy: "thread-pool", scope: scope ?? .cell(cell))
    }
    #expect(selects(CellSelector(workload: "cpu", taskDurationNs: 1_000_000, width: width)))
    #expect(!selects(CellSelector(workload: "noop")))
    #expect(!selects(CellSelector(taskDurationNs: 2_000_000)))
    #expect(!selects(CellSelector(payloadBytes: 64)))
    #expect(!selects(CellSelector(width: .unbounded)))
    #expect(selects(CellSelector(width: width), "startup", .width(width)))
    #expect(!selects(CellSelector(width: .unbounded), "startup", .width(width)))
    #expect(!selects(CellSelector(workload: "cpu"), "startup", .width(width)), "a start-up is of no single cell")
  }

  @Test("judges by a suite's thresholds where they select a test, and by its own elsewhere", .timeLimit(.minutes(20)))
  func ownThresholds() {
    var gate = PlayedGate()
    gate.adjust = { _, side, strategy, _, record in
      if side == .head, strategy == "thread-pool" { record.batchNs = record.batchNs.map { $0 * 112 / 100 } }
    }
    #expect(gate.play().verdict.outcomes.contains { $0.standing == .regression || $0.standing == .inconclusive })
    gate.thresholds = [GateThreshold(metric: "throughput", strategy: "thread-pool", threshold: 0.3, mustFind: 0.5)]
    #expect(gate.play().verdict.result == .pass)
  }
}
