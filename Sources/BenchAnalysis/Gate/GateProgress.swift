import BenchStatistics

/// Where the tests of a gate stand: what is open, what runs next, and in the end what came of each.
struct GateProgress {
  private let material: GateMaterial
  private let screened: [(test: GateTest, judgement: GateJudgement, rounds: Int)]
  private let selection: SuspectSelection<GateTest>

  init(material: GateMaterial, tests: [GateTest]) {
    self.material = material
    let screened = tests.map { test in
      let (judgement, rounds) = material.judge(test, .screen)
      return (test: test, judgement: judgement, rounds: rounds)
    }
    self.screened = screened
    selection = SuspectSelection(
      screened.filter { $0.judgement.decision == .suspect }.map { entry in
        (test: entry.test, severity: entry.judgement.evidence.map(entry.test.rule.severity) ?? 0)
      })
  }

  /// The next round and the tests that need it; nil if all is decided.
  var nextRound: (round: Int, tests: [GateTest])? {
    let open = screened.filter { $0.judgement.decision == .goOn }
    if let round = open.map({ $0.rounds + 1 }).min() {
      return (round, open.filter { $0.rounds + 1 == round }.map(\.test))
    }
    let unconfirmed = selection.confirmed.map { (test: $0, state: material.judge($0, .confirm)) }
      .filter { $0.state.judgement.decision == .goOn }
    guard let done = unconfirmed.map(\.state.rounds).min() else { return nil }
    return (
      GateMaterial.firstRound(of: .confirm) + done, unconfirmed.filter { $0.state.rounds == done }.map(\.test)
    )
  }

  /// What came of each test, in the order in which they were given.
  var outcomes: [GateOutcome] {
    screened.map { entry in
      guard selection.confirmed.contains(entry.test) else {
        return outcome(entry.test, standing(entry), entry.judgement.evidence, entry.rounds)
      }
      let (judgement, rounds) = material.judge(entry.test, .confirm)
      return outcome(entry.test, Self.standing(judgement.decision), judgement.evidence, entry.rounds, confirm: rounds)
    }
  }

  private func standing(
    _ entry: (test: GateTest, judgement: GateJudgement, rounds: Int)
  ) -> GateOutcome.Standing {
    if entry.judgement.decision == .suspect { return .unconfirmed }
    guard entry.judgement.evidence != nil else { return .missing }
    return isImproved(entry.test, rounds: entry.rounds) ? .improvement : Self.standing(entry.judgement.decision)
  }

  private func isImproved(_ test: GateTest, rounds: Int) -> Bool {
    let negated = material.differences(of: test, in: 1...max(1, rounds)).map { -$0 }
    return test.rule.screen(negated, rounds: rounds).decision == .suspect
  }

  private static func standing(_ decision: GateDecision) -> GateOutcome.Standing {
    switch decision {
    case .goOn: .open
    case .pass: .pass
    case .regression: .regression
    case .suspect: .unconfirmed
    case .inconclusive: .inconclusive
    }
  }

  private func outcome(
    _ test: GateTest, _ standing: GateOutcome.Standing, _ evidence: GateEvidence?, _ screen: Int, confirm: Int = 0
  ) -> GateOutcome {
    GateOutcome(test: test, standing: standing, evidence: evidence, screenRounds: screen, confirmRounds: confirm)
  }
}
