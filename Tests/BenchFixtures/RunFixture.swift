package import BenchAnalysis
package import BenchModel
package import BenchResults
import BenchStatistics

/// A run made of numbers that a test chooses: one warm-up round, measure rounds and an alloc round for every cell and arm.
package struct RunFixture: Sendable {
  /// What a test may change about one repetition.
  package struct Repetition: Sendable {
    package let cell: Cell
    package let arm: Arm
    package let round: Int
    package let phase: Phase
  }

  package var cells = [Cell(workload: "noop", width: .bounded(2))]
  package var arms = [
    RunFixture.arm("serial"), RunFixture.arm("thread-pool"), RunFixture.arm("serial-control", isControl: true),
  ]
  package var rounds = 14
  package var runId = "20260131T080509Z-test"
  package var facts = EnvironmentFacts()
  /// How much faster than `serial` an arm is; 1 where nothing is said.
  package var speed: [String: Double] = [:]
  /// Changes the record that a repetition would otherwise have.
  package var adjust: @Sendable (Repetition, inout RepetitionRecord) -> Void = { _, _ in }
  package var machine: @Sendable (Repetition) -> MachineSample = { _ in
    MachineSample(canaryNs: 15_000_000, stealNs: 0, throttledN: 0)
  }

  package init(startedAt: String = "2026-01-31T08:05:09Z", hostId: String? = "h0123456789") {
    facts.add(EnvironmentFacts.Key.startedAt, startedAt)
    facts.add(EnvironmentFacts.Key.hostId, hostId)
    facts.add(EnvironmentFacts.Key.cpuModel, "Test CPU, 2 cores")
  }

  package static func arm(_ label: String, isControl: Bool = false) -> Arm {
    let strategy = isControl ? String(label.dropLast("-control".count)) : label
    return Arm(label: label, command: ["bench"], strategy: strategy, allocator: "jemalloc", isControl: isControl)
  }

  /// Every repetition in the order of the plan.
  package var outcomes: [RepetitionOutcome] {
    var outcomes: [RepetitionOutcome] = []
    for cell in cells {
      var generator = SplitMix64(seed: 7)
      let orders = WilliamsDesign.rounds(rounds, arms: arms.count, generator: &generator)
      for round in 0...(rounds + 1) {
        let phase: Phase = round == 0 ? .warmup : round <= rounds ? .measure : .alloc
        for (position, index) in (phase == .measure ? orders[round - 1] : Array(arms.indices)).enumerated() {
          let repetition = Repetition(cell: cell, arm: arms[index], round: round, phase: phase)
          outcomes.append(outcome(of: repetition, position: position, seq: outcomes.count))
        }
      }
    }
    return outcomes
  }

  package var results: RunResults {
    let outcomes = outcomes
    return RunResults(
      repetitions: outcomes.map(\.row), histograms: outcomes.flatMap(\.histogramRows), facts: facts)
  }

  private func outcome(of repetition: Repetition, position: Int, seq: Int) -> RepetitionOutcome {
    let cell = repetition.cell
    let spec = RepetitionSpec(
      runId: runId, seq: seq, round: repetition.round, phase: repetition.phase,
      arm: repetition.arm.label, strategy: repetition.arm.strategy, workload: cell.workload,
      distribution: cell.distribution, taskDurationNs: cell.taskDurationNs, payloadBytes: cell.payloadBytes,
      widthN: cell.width.count, widthLimitN: 512, tasksN: 1_000, warmupTasksN: 10, seed: 7)
    return RepetitionOutcome(
      runId: spec.runId, commit: "abc123", binarySha256: String(repeating: "0", count: 64), arm: repetition.arm,
      position: position, spec: spec, record: record(of: repetition), machine: machine(repetition))
  }

  private func record(of repetition: Repetition) -> RepetitionRecord {
    var record = RepetitionRecord(status: .ok)
    // Rounds differ by at most 1 %, in a pattern that does not drift.
    let noise = 1 + Double(repetition.round * 7 % 5 - 2) / 200
    record.tasksN = 1_000
    record.tStartNs = 1_000_000_000 * repetition.round
    record.batchNs = Int(300_000_000 * noise / (speed[repetition.arm.label] ?? 1))
    record.startupNs = 40_000
    record.teardownNs = 20_000
    record.submission = .single
    record.resultMode = .all
    record.roundtripNs = (1...100).map { HistogramBucket(value: $0 * 1_000) }
    record.roundtripIdleNs = [HistogramBucket(value: 9_000, count: 5)]
    record.cpuUserNs = 250_000_000
    record.cpuSystemNs = 50_000_000
    record.ctxVoluntaryN = 2_000
    record.ctxInvoluntaryN = 0
    record.peakRssBytes = 4_194_304
    record.checksum = "00000000deadbeef"
    record.checksumTasksN = 1_000
    if repetition.phase == .alloc {
      record.allocN = 3_000
      record.allocBytes = 96_000
    }
    adjust(repetition, &record)
    return record
  }
}
