import BenchModel

/// Whether all arms of a run did what they should: what the exit code says.
package struct RunOutcome: Hashable, Sendable {
  /// Arms of this program of which a repetition failed, timed out, gave a wrong result or a malformed record.
  package let failedArms: [String]
  /// Arms that are not optional and of which no measured repetition ended well.
  package let silentArms: [String]

  /// Judges a run.
  ///
  /// - Parameters:
  ///   - results: the run as its files tell it.
  ///   - ownArms: the labels of the arms that are strategies of this program.
  ///   - optionalArms: the labels of the arms that a run does without.
  package init(_ results: RunResults, ownArms: Set<String>, optionalArms: Set<String>) {
    let arms = results.cells.flatMap(\.arms)
    let failures: Set<RepetitionStatus> = [.failed, .timeout, .wrongResult, .malformed]
    func labels(_ condition: (ArmResults) -> Bool) -> Set<String> { Set(arms.filter(condition).map(\.label)) }
    let failed = labels { ownArms.contains($0.label) && !failures.isDisjoint(with: $0.repetitions.map(\.status)) }
    let good = labels { !$0.judged.isEmpty }
    let measured = labels { !$0.measured.isEmpty }
    failedArms = failed.sorted()
    silentArms = measured.subtracting(good).subtracting(optionalArms).sorted()
  }

  package var isGood: Bool { failedArms.isEmpty && silentArms.isEmpty }
}
