package import BenchModel

/// Which arms of a cell are the best by one metric: what the sentence below a table or a chart says.
///
/// An arm leads if its paired comparison with each other arm says `better`. These are the verdicts of a table that has this arm as
/// its baseline (`bench show DIR --baseline ARM`), so whatever a sentence claims can be looked up. Only arms of one result mode
/// are ranked with each other: who waits for results is most of what a trivial task costs. Controls are left out.
package struct CellAnswer: Hashable, Sendable {
  /// The arms of one result mode.
  package struct Ranking: Hashable, Sendable {
    /// nil if the arms do not say which they have.
    package let mode: ResultMode?
    package let leader: Leader
    /// The arm with the best median first.
    package let standings: [Standing]

    /// The arms that are behind the best one, but by no more than this share: the interval of their ratio says so.
    package func within(_ share: Double) -> [Standing] {
      standings.filter { $0.isBehind && ($0.largestGap ?? .infinity) <= share }
    }
  }

  package let cell: Cell
  package let metric: Metric
  package let baseline: String
  /// A ranking for each result mode that arms of the cell have, in the order in which the modes appear; never empty.
  package let rankings: [Ranking]

  /// Ranks the arms of a cell; nil if no arm has measured the metric.
  ///
  /// - Parameters:
  ///   - metric: by what they are ranked.
  ///   - cell: the cell, which is one of the run's.
  ///   - results: the run.
  ///   - miss: the probability, at most, that any of the comparisons with one arm claims what is not so.
  package init?(_ metric: Metric, in cell: CellResults, of results: RunResults, miss: Double = 0.05) {
    let judge = StandingJudge(metric: metric, cell: cell, results: results, miss: miss)
    let subjects = cell.arms.filter { !$0.isControl }
    rankings = subjects.map { $0.subject?.resultMode }.uniqued().compactMap { mode in
      let standings = judge.standings(of: subjects.filter { $0.subject?.resultMode == mode })
      return standings.isEmpty ? nil : Ranking(mode: mode, leader: Leader(standings), standings: standings)
    }
    guard !rankings.isEmpty else { return nil }
    self.cell = cell.cell
    self.metric = metric
    baseline = results.baseline
  }
}
