import BenchModel
import BenchPlan
import BenchStatistics

/// The part of a gate that counts allocations, some repetitions for each side.
struct GateAllocations {
  private let plan: Plan
  private let rows: [Repetition]
  /// The rounds follow those of screen and confirmation.
  private static let firstRound = GateMaterial.firstRound(of: .confirm) + GateRule.Stage.confirm.lastLook

  init(_ plan: Plan, _ repetitions: [Repetition]) {
    self.plan = plan
    rows = repetitions.filter { $0.phase == .alloc }
  }

  /// The next round; nil if all is counted, or if the first one says that nobody counts.
  var nextRound: (round: Int, pairs: Set<GatePair>)? {
    let done = Set(rows.map(\.round)).filter { round in
      rows.count { $0.round == round } == plan.gatePairs.count * GateSide.allCases.count
    }.count
    guard done < AllocationRule.repetitions, done == 0 || rows.contains(where: { count($0) != nil }) else { return nil }
    return (Self.firstRound + done, Set(plan.gatePairs))
  }

  /// What came of each pair whose allocations are known.
  var outcomes: [GateOutcome] {
    guard let metric = Metric.named("allocs_per_task") else { return [] }
    return plan.gatePairs.compactMap { pair in
      let cell = plan.cells[pair.cell].cell
      let base = counts(.base, pair.strategy, cell)
      let head = counts(.head, pair.strategy, cell)
      guard !base.isEmpty, !head.isEmpty else { return nil }
      return GateOutcome(
        test: GateTest(strategy: pair.strategy, cell: cell, metric: metric, rule: .work),
        standing: Self.standing(AllocationRule.outcome(base: base, head: head)), evidence: nil,
        screenRounds: min(base.count, head.count), confirmRounds: 0)
    }
  }

  private func counts(_ side: GateSide, _ strategy: String, _ cell: Cell) -> [Double] {
    rows.filter { $0.cell == cell && $0.arm == side.label(strategy) }.compactMap(count)
  }

  private func count(_ row: Repetition) -> Double? {
    row.status.isMeasured ? row.values["allocs_per_task"] : nil
  }

  private static func standing(_ outcome: AllocationRule.Outcome) -> GateOutcome.Standing {
    switch outcome {
    case .regression: .regression
    case .improvement: .improvement
    case .pass: .pass
    case .inconclusive: .inconclusive
    }
  }
}
