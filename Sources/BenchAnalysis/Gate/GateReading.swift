package import BenchPlan
package import BenchResults

extension RunDirectory {
  /// Reads a gate and judges it anew by its rows.
  ///
  /// - Returns: what it says, whether or not it was run to its end.
  /// - Throws: `ResultsError` or `CsvError` if a file cannot be read.
  package func gate() throws -> (plan: Plan, verdict: GateVerdict, isComplete: Bool) {
    let plan = try readPlan(Plan.self)
    let repetitions = try rows(of: .repetitions).map { Repetition($0) }
    let gate = Gate(plan, thresholds: plan.settings.thresholds)
    let verdict = GateVerdict(gate.outcomes(repetitions), repetitions: repetitions)
    guard case .done = gate.step(repetitions) else { return (plan, verdict, false) }
    return (plan, verdict, true)
  }

  /// Reads the rates of a self-test as far as it was run.
  ///
  /// - Throws: `ResultsError` or `CsvError` if a file cannot be read.
  package func selfTest() throws -> (extent: SelfTestExtent, results: SelfTestResults) {
    (try readPlan(SelfTestExtent.self), SelfTestResults(try rows(of: .selfTest)))
  }
}
