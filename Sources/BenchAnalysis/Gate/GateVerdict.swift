import BenchModel
import BenchPlan

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
      $0.standing == .regression && isUnstable && $0.test.scope.cell == nil ? $0.inconclusive : $0
    }
    let judgedN = self.outcomes.count { $0.standing != .missing }
    let failures = Self.failures(repetitions) + Self.losses(repetitions)
    // A gate that compared nothing is not passed.
    self.failures =
      failures.isEmpty && judgedN == 0 ? ["nothing was compared: no test has values of both sides"] : failures
    let standings = Set(self.outcomes.map(\.standing))
    result =
      !self.failures.isEmpty
      ? .failed
      : standings.contains(.regression)
        ? .regression : !standings.isDisjoint(with: [.inconclusive, .unconfirmed, .open]) ? .inconclusive : .pass
  }

  /// How no repetition of a gate may end.
  static let badEndings: Set<RepetitionStatus> = [.failed, .timeout, .wrongResult, .malformed]

  /// A sentence about each strategy that the head cannot run in a cell where the base can.
  private static func losses(_ repetitions: [Repetition]) -> [String] {
    repetitions.filter { $0.status == .unsupported }.compactMap { row in
      guard let (side, strategy) = GateSide.parse(row.arm), side == .head,
        repetitions.contains(where: {
          $0.arm == GateSide.base.label(strategy) && $0.cell == row.cell && $0.status.isMeasured
        })
      else { return nil }
      return "\(row.arm) cannot run \(row.cell.title), which base can\(row.statusDetail.map { ": \($0)" } ?? "")"
    }.uniqued()
  }

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
  /// A test that one of the sides cannot run.
  init(missing test: GateTest) {
    self.init(test: test, standing: .missing, evidence: nil, values: Values(), screenRounds: 0, confirmRounds: 0)
  }

  fileprivate var inconclusive: GateOutcome {
    GateOutcome(
      test: test, standing: .inconclusive, evidence: evidence, values: values, screenRounds: screenRounds,
      confirmRounds: confirmRounds)
  }
}
