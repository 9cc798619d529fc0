package import BenchModel

/// Two stored runs side by side: what differs around them, what they share, and how its figures compare.
///
/// It is advice and no test. The intervals know the spread of the rounds in each run, and not what else changes from one run to
/// the next: on a shared machine, one after the other, identical programs have been called different in up to 38 % of
/// comparisons (Abedi and Brecht, ICPE 2017).
package struct RunComparison: Sendable {
  /// An arm of a cell that only one of the runs has.
  package struct Unmatched: Hashable, Sendable {
    package let cell: Cell
    /// The labels; nil if the whole cell is missing in the other run.
    package let arms: [String]?
    /// Whether the first run has it.
    package let isBefore: Bool
  }

  package let before: RunResults
  package let after: RunResults
  package let machine: MachineMatch
  package let differences: [EnvironmentDifference]
  /// Of each cell that both runs have, the arms that both have.
  package let cells: [CellPair]
  package let unmatched: [Unmatched]

  /// Matches cells by what they are, and arms by their labels.
  package init(_ before: RunResults, _ after: RunResults) {
    self.before = before
    self.after = after
    machine = MachineMatch(before.facts, after.facts)
    differences = EnvironmentDifference.between(before.facts, after.facts)
    cells = before.cells.compactMap { cell in
      after.cells.first { $0.cell == cell.cell }.map { CellPair(before: cell, after: $0) }
    }
    unmatched =
      Self.unmatched(before.cells, after.cells, isBefore: true)
      + Self.unmatched(after.cells, before.cells, isBefore: false)
  }

  /// The arm that the ratios of both runs should refer to: the first run's baseline, or else the second's; nil if neither is
  /// an arm of both.
  package static func commonBaseline(_ before: RunResults, _ after: RunResults) -> String? {
    let shared = Set([before].armLabels).intersection([after].armLabels)
    return [before.baseline, after.baseline].first { shared.contains($0) }
  }

  private static func unmatched(_ cells: [CellResults], _ others: [CellResults], isBefore: Bool) -> [Unmatched] {
    cells.compactMap { cell in
      guard let other = others.first(where: { $0.cell == cell.cell }) else {
        return Unmatched(cell: cell.cell, arms: nil, isBefore: isBefore)
      }
      let arms = cell.arms.map(\.label).filter { other.arm($0) == nil }
      return arms.isEmpty ? nil : Unmatched(cell: cell.cell, arms: arms, isBefore: isBefore)
    }
  }

  /// The comparisons of a metric in a cell, arm by arm; those that lack the metric in a run are left out.
  package func arms(_ metric: Metric, in pair: CellPair) -> [ArmComparison] {
    pair.arms.compactMap { ArmComparison(metric, of: $0.before, $0.after, in: pair.cell, of: self) }
  }
}

/// A cell that two runs have.
package struct CellPair: Sendable {
  package let before: CellResults
  package let after: CellResults

  package var cell: Cell { before.cell }

  /// The arms that both have, in the first run's order.
  package var arms: [(before: ArmResults, after: ArmResults)] {
    before.arms.compactMap { arm in after.arm(arm.label).map { (arm, $0) } }
  }
}
