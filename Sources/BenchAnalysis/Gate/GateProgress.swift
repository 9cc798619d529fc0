import BenchStatistics

/// Where the tests of a gate stand: what is open, what runs next, and in the end what came of each.
struct GateProgress {
  /// A test after its screen.
  private struct Screened {
    var test: GateTest
    var judgement: GateJudgement
    var rounds: Int
    /// Whether the head looks better, by the screen's rule with the sides exchanged.
    var isBetter: Bool

    var severity: Double { judgement.evidence.map(test.rule.severity) ?? 0 }
  }

  private let material: GateMaterial
  private let screened: [Screened]
  /// What has to be confirmed, suspects before improvements, and which side it is suspected of.
  private let confirmed: [GateTest: GateMaterial.Change]

  init(material: GateMaterial, tests: [GateTest]) {
    self.material = material
    let screened = tests.map { test in
      let (judgement, rounds) = material.judge(test, .screen)
      let exchanged = material.judge(test, .screen, of: .better, done: rounds)
      return Screened(
        test: test, judgement: judgement, rounds: rounds,
        isBetter: judgement.decision != .goOn && exchanged.decision == .suspect)
    }
    self.screened = screened
    let worse = SuspectSelection(
      screened.filter { $0.judgement.decision == .suspect }.map { (test: $0.test, severity: $0.severity) })
    let better = SuspectSelection(
      screened.filter(\.isBetter).map { (test: $0.test, severity: -$0.severity) },
      limit: SuspectSelection<GateTest>.limit - worse.confirmed.count)
    confirmed = Dictionary(
      worse.confirmed.map { ($0, .worse) } + better.confirmed.map { ($0, .better) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The next round and the tests that need it; nil if all is decided.
  var nextRound: (round: Int, tests: [GateTest])? {
    let open = screened.filter { $0.judgement.decision == .goOn }
    if let round = open.map({ $0.rounds + 1 }).min() {
      return (round, open.filter { $0.rounds + 1 == round }.map(\.test))
    }
    let unconfirmed = screened.compactMap { entry -> (test: GateTest, rounds: Int)? in
      guard let change = confirmed[entry.test] else { return nil }
      let (judgement, rounds) = material.judge(entry.test, .confirm, of: change)
      return judgement.decision == .goOn ? (entry.test, rounds) : nil
    }
    guard let done = unconfirmed.map(\.rounds).min() else { return nil }
    return (GateMaterial.firstRound(of: .confirm) + done, unconfirmed.filter { $0.rounds == done }.map(\.test))
  }

  /// What came of each test, in the order in which they were given.
  var outcomes: [GateOutcome] {
    screened.map { entry in
      guard let change = confirmed[entry.test] else {
        return outcome(entry, Self.standing(entry.judgement), entry.judgement.evidence, confirmRounds: 0)
      }
      let (judgement, rounds) = material.judge(entry.test, .confirm, of: change)
      let evidence = change == .worse ? judgement.evidence : material.judge(entry.test, .confirm, done: rounds).evidence
      return outcome(entry, Self.standing(judgement.decision, confirming: change), evidence, confirmRounds: rounds)
    }
  }

  private func outcome(
    _ entry: Screened, _ standing: GateOutcome.Standing, _ evidence: GateEvidence?, confirmRounds: Int
  ) -> GateOutcome {
    let values =
      confirmRounds > 0
      ? material.values(of: entry.test, .confirm, rounds: confirmRounds)
      : material.values(of: entry.test, .screen, rounds: entry.rounds)
    return GateOutcome(
      test: entry.test, standing: standing, evidence: evidence, values: values, screenRounds: entry.rounds,
      confirmRounds: confirmRounds)
  }

  /// What is not confirmed: an improvement beyond those that are is a pass.
  private static func standing(_ judgement: GateJudgement) -> GateOutcome.Standing {
    switch judgement.decision {
    case .goOn: .open
    case .pass: .pass
    case .suspect: .unconfirmed
    case .regression: .regression
    case .inconclusive: judgement.evidence == nil ? .missing : .inconclusive
    }
  }

  private static func standing(
    _ decision: GateDecision, confirming change: GateMaterial.Change
  ) -> GateOutcome.Standing {
    switch (decision, change) {
    case (.regression, .worse): .regression
    case (.regression, .better): .improvement
    case (.goOn, _): .open
    // An improvement that is not confirmed is no regression, whatever its size.
    case (_, .better), (.pass, .worse): .pass
    case (.inconclusive, .worse), (.suspect, .worse): .inconclusive
    }
  }
}
