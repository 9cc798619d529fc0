/// What becomes of one test of a gate after a look.
package enum GateDecision: Hashable, CaseIterable, Sendable {
  /// More rounds are needed.
  case goOn
  /// No change that must be found is left.
  case pass
  /// The screen found a change that has to be confirmed.
  case suspect
  /// The change was confirmed.
  case regression
  /// The last look did not decide.
  case inconclusive
}

/// A decision with what it rests on.
package struct GateJudgement: Hashable, Sendable {
  package let decision: GateDecision
  /// `nil` if no round has a difference.
  package let evidence: GateEvidence?

  package init(decision: GateDecision, evidence: GateEvidence?) {
    self.decision = decision
    self.evidence = evidence
  }
}

/// The suspects of a screen: the worst are confirmed, the others are listed.
package struct SuspectSelection<Test> {
  /// How many suspects are confirmed at most.
  package static var limit: Int { 6 }

  /// Worst first.
  package let confirmed: [Test]
  /// Worst first.
  package let listed: [Test]

  /// Ranks by severity; of equals the first one is the worse.
  ///
  /// - Parameters:
  ///   - suspects: tests with their severity, as `GateRule` gives it.
  ///   - limit: how many are confirmed at most, at least 0.
  package init(_ suspects: [(test: Test, severity: Double)], limit: Int = Self.limit) {
    let ranked = suspects.enumerated().sorted { left, right in
      left.element.severity == right.element.severity
        ? left.offset < right.offset : left.element.severity > right.element.severity
    }
    confirmed = ranked.prefix(limit).map(\.element.test)
    listed = ranked.dropFirst(limit).map(\.element.test)
  }
}

extension SuspectSelection: Sendable where Test: Sendable {}
