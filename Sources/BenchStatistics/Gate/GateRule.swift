/// When the gate calls one metric of one cell a regression: a pure rule over the paired differences of the rounds so far.
///
/// A difference is D = ln(head / base) of one round, signed so that positive is worse. A test is screened after 8, 12, 20, 30,
/// 42 and 60 rounds. If it becomes suspect, it is confirmed with 30 fresh rounds, and 60 if those do not decide. Improvements
/// follow from the same rules with the differences negated. Looking several times raises the screen's false alarms; the
/// confirmation, which does not count the screen's rounds, removes them.
package struct GateRule: Hashable, Sendable {
  /// The change from which on a test may be called worse, as a share: 0.1 is 10 %.
  package let threshold: Double
  /// The change that must be found, as a share; a test passes only if its upper limit excludes it.
  package let mustFind: Double

  /// The rounds after which a test is screened.
  package static let screenLooks = [8, 12, 20, 30, 42, 60]
  /// The fresh rounds after which a suspect is confirmed.
  package static let confirmLooks = [30, 60]
  /// Throughput and CPU time.
  package static let work = GateRule(threshold: 0.10, mustFind: 0.20)
  /// Start-up and tear-down, which are noisier.
  package static let lifeCycle = GateRule(threshold: 0.15, mustFind: 0.30)

  /// - Parameters:
  ///   - threshold: above 0.
  ///   - mustFind: above `threshold`.
  package init(threshold: Double, mustFind: Double) {
    precondition(0 < threshold && threshold < mustFind, "A gate's thresholds are positive and in ascending order.")
    self.threshold = threshold
    self.mustFind = mustFind
  }

  /// Judges the screen's rounds so far.
  ///
  /// - Parameters:
  ///   - differences: those of all rounds so far, in any order.
  ///   - rounds: how many rounds were run, with those that have no difference because an arm failed in them.
  /// - Returns: suspect, pass, go on, or after the last look inconclusive.
  package func screen(_ differences: [Double], rounds: Int? = nil) -> GateJudgement {
    judge(differences, rounds: rounds, looks: Self.screenLooks, alarm: .suspect, floor: 0)
  }

  /// Judges the confirmation's rounds so far; those of the screen do not count.
  ///
  /// - Parameters:
  ///   - differences: those of all fresh rounds so far, in any order.
  ///   - rounds: how many fresh rounds were run, with those that have no difference because an arm failed in them.
  /// - Returns: regression, pass, go on, or after the last look inconclusive.
  package func confirm(_ differences: [Double], rounds: Int? = nil) -> GateJudgement {
    let half = (1 + threshold / 2).naturalLogarithm
    return judge(differences, rounds: rounds, looks: Self.confirmLooks, alarm: .regression, floor: half)
  }

  /// How bad a change is in units of the threshold, so that metrics with other thresholds can be ranked together.
  package func severity(_ evidence: GateEvidence) -> Double {
    evidence.estimate / (1 + threshold).naturalLogarithm
  }

  private func judge(
    _ differences: [Double], rounds: Int?, looks: [Int], alarm: GateDecision, floor: Double
  ) -> GateJudgement {
    let isLast = (rounds ?? differences.count) >= looks[looks.count - 1]
    let open = isLast ? GateDecision.inconclusive : .goOn
    // Fewer rounds than at the first look decide nothing, however many were run.
    guard let evidence = GateEvidence(differences), evidence.count >= Self.screenLooks[0] else {
      return GateJudgement(decision: open, evidence: GateEvidence(differences))
    }
    if isAlarm(evidence, floor: floor) { return GateJudgement(decision: alarm, evidence: evidence) }
    return GateJudgement(decision: isHarmless(evidence) ? .pass : open, evidence: evidence)
  }

  private func isAlarm(_ evidence: GateEvidence, floor: Double) -> Bool {
    guard let lower = evidence.lower else { return false }
    return evidence.estimate >= (1 + threshold).naturalLogarithm && lower.value > floor
  }

  private func isHarmless(_ evidence: GateEvidence) -> Bool {
    guard let upper = evidence.upper else { return false }
    return evidence.estimate < (1 + threshold).naturalLogarithm && upper.value < (1 + mustFind).naturalLogarithm
  }
}

extension GateRule {
  /// The two parts of a gate's test.
  package enum Stage: CaseIterable, Sendable {
    case screen
    /// Fresh rounds for a suspect of the screen.
    case confirm

    /// The rounds after which a test is looked at.
    package var looks: [Int] {
      switch self {
      case .screen: screenLooks
      case .confirm: confirmLooks
      }
    }

    /// The rounds of the last look.
    package var lastLook: Int { looks[looks.count - 1] }
  }

  /// Judges at one look after the other, as far as rounds are done; the first decision stands.
  ///
  /// - Parameters:
  ///   - stage: the part of the test.
  ///   - done: how many of its rounds are done.
  ///   - differences: the differences of so many rounds, from its first one on.
  /// - Returns: the judgement, and the rounds that it rests on: those of the look, or all that are done.
  package func judge(
    _ stage: Stage, done: Int, differences: (_ rounds: Int) -> [Double]
  ) -> (judgement: GateJudgement, rounds: Int) {
    var judgement = GateJudgement(decision: .goOn, evidence: nil)
    for look in stage.looks where look <= done {
      let own = differences(look)
      judgement = stage == .screen ? screen(own, rounds: look) : confirm(own, rounds: look)
      if judgement.decision != .goOn { return (judgement, look) }
    }
    return (judgement, done)
  }
}
