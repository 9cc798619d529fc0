import BenchModel

/// How a gate ends: what its exit code and its first line say.
package struct GateVerdict: Hashable, Sendable {
  package enum Result: String, Sendable {
    case pass
    case regression
    case inconclusive
    /// An arm did not run.
    case failed
  }

  package let outcomes: [GateOutcome]
  /// A sentence about each arm that crashed, hung or gave wrong values, first come first.
  package let failures: [String]
  /// Whether the machine was disturbed more than a run may be.
  package let isUnstable: Bool
  package let disturbedShare: Double
  package let result: Result

  /// Judges a finished gate.
  ///
  /// In an unstable run a regression of start-up or tear-down is inconclusive.
  package init(_ outcomes: [GateOutcome], repetitions: [Repetition]) {
    let judged = repetitions.filter(\.isJudged)
    disturbedShare = judged.isEmpty ? 0 : Double(judged.count(where: \.isDisturbed)) / Double(judged.count)
    isUnstable = disturbedShare > MachineStability.disturbedLimit
    let isUnstable = isUnstable
    self.outcomes = outcomes.map {
      $0.standing == .regression && isUnstable && $0.test.cell == nil ? $0.inconclusive : $0
    }
    failures = Self.failures(repetitions)
    let standings = Set(self.outcomes.map(\.standing))
    result =
      !failures.isEmpty
      ? .failed
      : standings.contains(.regression)
        ? .regression : !standings.isDisjoint(with: [.inconclusive, .unconfirmed, .open]) ? .inconclusive : .pass
  }

  /// How no repetition of a gate may end.
  static let badEndings: Set<RepetitionStatus> = [.failed, .timeout, .wrongResult, .malformed]

  private static func failures(_ repetitions: [Repetition]) -> [String] {
    let failed = repetitions.filter { badEndings.contains($0.status) }
    return failed.map(\.arm).uniqued().map { arm in
      let own = failed.filter { $0.arm == arm }
      let detail = own.first?.statusDetail.map { ": \($0)" } ?? ""
      return "\(arm) \(own[0].status.rawValue) in \(own.count) of "
        + "\(repetitions.count { $0.arm == arm }) repetitions\(detail)"
    }
  }
}

extension GateOutcome {
  fileprivate var inconclusive: GateOutcome {
    GateOutcome(
      test: test, standing: .inconclusive, evidence: evidence, screenRounds: screenRounds, confirmRounds: confirmRounds)
  }
}
