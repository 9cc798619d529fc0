package import BenchResults

extension RunDirectory {
  /// Reads the run: the summary is derived anew where the histograms are there, else it is taken as stored.
  package func results() throws -> RunResults {
    let repetitions = try rows(of: .repetitions)
    let facts = EnvironmentFacts(rows: try rows(of: .environment))
    if !holds(.histograms), holds(.summary) {
      return RunResults(repetitions: repetitions, summary: try rows(of: .summary), facts: facts)
    }
    return RunResults(repetitions: repetitions, histograms: try rows(of: .histograms), facts: facts)
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
