import BenchModel

/// The aims of a suite, judged by a run.
///
/// Values are paired by round, as those of the tables are. The intervals are those of the sign test, which together hold at
/// 95 % (Bonferroni over all aims and cells that have values), so that at most one run in twenty calls any aim met or missed
/// by chance.
package struct AimReview: Hashable, Sendable {
  /// In the order of the aims, and within an aim in the order of the cells.
  package let results: [AimResult]

  /// Judges the aims.
  package init(_ aims: [Aim], of run: RunResults) {
    let candidates = aims.flatMap { Candidate.all($0, in: run.cells) }
    let comparisons = candidates.count { !$0.pairs.isEmpty }
    let level = 1 - 0.05 / Double(max(1, comparisons))
    results = candidates.map { AimResult($0.aim, cell: $0.cell, pairs: $0.pairs, level: level) }
  }

  /// How many aims have that verdict.
  package func count(_ verdict: AimVerdict) -> Int { results.count { $0.verdict == verdict } }

  /// An aim in a cell, with its rounds.
  private struct Candidate {
    let aim: Aim
    let cell: Cell?
    let pairs: [(value: Double, reference: Double)]

    /// One candidate for each cell that the aim selects, or one without a cell.
    static func all(_ aim: Aim, in cells: [CellResults]) -> [Candidate] {
      let selected = cells.filter { aim.cells.selects($0.cell) }
      guard !selected.isEmpty else { return [Candidate(aim: aim, cell: nil, pairs: [])] }
      return selected.map { Candidate(aim: aim, cell: $0.cell, pairs: pairs(of: aim, in: $0)) }
    }

    /// The rounds in which both values are there and have a logarithm.
    private static func pairs(of aim: Aim, in cell: CellResults) -> [(value: Double, reference: Double)] {
      let values = (cell.arm(aim.arm)?.byRound(aim.metric.name) ?? [:]).sorted { $0.key < $1.key }
      let references = aim.against.map { cell.arm($0.arm)?.byRound($0.metric.name) ?? [:] }
      return values.compactMap { round, value in
        guard let reference = references.map({ $0[round] }) ?? 1, value > 0, reference > 0 else { return nil }
        return (value, reference)
      }
    }
  }
}
