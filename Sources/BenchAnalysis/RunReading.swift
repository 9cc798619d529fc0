package import BenchResults

extension RunDirectory {
  /// Reads the run: the summary is derived anew where the histograms are there, else it is taken as stored.
  ///
  /// - Parameter baseline: the arm that the others are compared with, for which the summary is derived anew in any case;
  ///   nil takes the run's own.
  /// - Returns: the run, also if it was interrupted or nothing was run.
  /// - Throws: `UnknownName` if the run has no such arm; `ResultsError` or `CsvError` if a file cannot be read.
  package func results(baseline: String? = nil) throws -> RunResults {
    let repetitions = try rows(of: .repetitions)
    let facts = EnvironmentFacts(rows: try rows(of: .environment))
    if !holds(.histograms), holds(.summary), baseline == nil {
      return RunResults(repetitions: repetitions, summary: try rows(of: .summary), facts: facts)
    }
    if let baseline, !repetitions.contains(where: { $0[text: "arm"] == baseline }) {
      let order = ArmOrder(repetitions.map(Repetition.init), facts: facts, baseline: nil)
      throw UnknownName("arm", baseline, among: order.labels)
    }
    return RunResults(
      repetitions: repetitions, histograms: try rows(of: .histograms), facts: facts, baseline: baseline)
  }

  /// Derives summary.csv from the files as they stand, writes it whole and returns what it says.
  @discardableResult
  package func writeSummary() throws -> RunResults {
    let derived = RunResults(
      repetitions: try rows(of: .repetitions), histograms: try rows(of: .histograms),
      facts: EnvironmentFacts(rows: try rows(of: .environment)))
    try replace(.summary, with: derived.summary.map(\.tableRow))
    return derived
  }
}
