import BenchModel
import BenchPlan
import BenchStatistics

/// The part of a gate that counts allocations: some repetitions for each side, and as many again where they look worse.
struct GateAllocations {
  private let plan: Plan
  private let rows: [Repetition]
  /// The rounds follow those of screen and confirmation.
  private static let firstRound = GateMaterial.firstRound(of: .confirm) + GateRule.Stage.confirm.lastLook
  private static let freshRound = firstRound + AllocationRule.repetitions

  init(_ plan: Plan, _ repetitions: [Repetition]) {
    self.plan = plan
    rows = repetitions.filter { $0.phase == .alloc }
  }

  /// The next round; nil if all is counted, or if the first one says that nobody counts.
  var nextRound: (round: Int, pairs: Set<GatePair>)? {
    let all = Set(plan.gatePairs)
    let last = Self.freshRound + AllocationRule.repetitions
    for round in Self.firstRound..<last {
      let wanted = round < Self.freshRound ? all : all.filter(isSuspect)
      let done = wanted.filter { isDone($0, round) }
      if done.count < wanted.count { return (round, wanted) }
      guard rows.contains(where: { count($0) != nil }) else { return nil }
    }
    return nil
  }

  /// What came of each pair whose allocations are known.
  var outcomes: [GateOutcome] {
    guard let metric = Metric.named("allocs_per_task") else { return [] }
    return plan.gatePairs.compactMap { pair in
      guard let first = screened(pair) else { return nil }
      let cell = plan.cells[pair.cell].cell
      let fresh = isSuspect(pair) ? counts(pair, from: Self.freshRound) : nil
      let values = (fresh ?? first).mapValues { Sample($0)?.median }
      return GateOutcome(
        test: GateTest(strategy: pair.strategy, scope: .cell(cell), metric: metric, rule: .work),
        standing: Self.standing((fresh ?? first).outcome), evidence: nil,
        values: GateOutcome.Values(base: values[.base] ?? nil, head: values[.head] ?? nil),
        screenRounds: first.values.map(\.count).min() ?? 0, confirmRounds: fresh?.values.map(\.count).min() ?? 0)
    }
  }

  private func isSuspect(_ pair: GatePair) -> Bool {
    guard let first = screened(pair) else { return false }
    return [.regression, .improvement].contains(first.outcome)
  }

  private func screened(_ pair: GatePair) -> [GateSide: [Double]]? {
    let counts = counts(pair, from: Self.firstRound)
    return counts.values.contains { $0.isEmpty } ? nil : counts
  }

  private func isDone(_ pair: GatePair, _ round: Int) -> Bool {
    let arms = GateSide.allCases.map { $0.label(pair.strategy) }
    return rows.count { $0.round == round && arms.contains($0.arm) && $0.cell == plan.cells[pair.cell].cell }
      == arms.count
  }

  /// Allocations a task of both sides, in so many rounds from one on as the rule asks for.
  private func counts(_ pair: GatePair, from round: Int) -> [GateSide: [Double]] {
    let cell = plan.cells[pair.cell].cell
    let rounds = round..<(round + AllocationRule.repetitions)
    return Dictionary(
      uniqueKeysWithValues: GateSide.allCases.map { side in
        let own = rows.filter { rounds.contains($0.round) && $0.cell == cell && $0.arm == side.label(pair.strategy) }
        return (side, own.compactMap(count))
      })
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

extension [GateSide: [Double]] {
  /// What the counts of both sides say.
  fileprivate var outcome: AllocationRule.Outcome {
    AllocationRule.outcome(base: self[.base] ?? [], head: self[.head] ?? [])
  }
}
