package import BenchPlan
package import BenchResults

/// A gate as its folder tells it.
package struct GateReading: Sendable {
  package let plan: Plan
  package let repetitions: [Repetition]
  package let verdict: GateVerdict
  /// Whether it was run to its end.
  package let isComplete: Bool
}

extension RunDirectory {
  /// Reads a gate and judges it anew by its rows, as far as there are any.
  ///
  /// - Throws: `ResultsError` or `CsvError` if a file cannot be read.
  package func gate() throws -> GateReading {
    let plan = try readPlan(Plan.self)
    let repetitions = try rows(of: .repetitions).map { Repetition($0) }
    let gate = Gate(plan, thresholds: plan.settings.thresholds)
    let verdict = GateVerdict(gate.outcomes(repetitions), repetitions: repetitions)
    var isComplete = false
    if case .done = gate.step(repetitions) { isComplete = true }
    return GateReading(plan: plan, repetitions: repetitions, verdict: verdict, isComplete: isComplete)
  }

  /// Reads the rates of a self-test as far as it was run.
  ///
  /// - Throws: `ResultsError` or `CsvError` if a file cannot be read.
  package func selfTest() throws -> (extent: SelfTestExtent, results: SelfTestResults) {
    (try readPlan(SelfTestExtent.self), SelfTestResults(try rows(of: .selfTest)))
  }
}
