package import BenchModel
import BenchStatistics

/// An arm whose throughput changes from the first half of a run to the second, against the other arms of its cell.
package struct Drift: Hashable, Sendable {
  package let cell: Cell
  package let arm: String
  /// Second half over first half, against the other arms.
  package let factor: Double

  /// Tests a run once; nil if nothing drifts.
  init?(_ cells: [CellResults], seed: UInt64) {
    let subjects = cells.enumerated().flatMap { index, cell in
      cell.arms.map { (index: index, cell: cell.cell, arm: $0) }
    }
    let last = subjects.flatMap(\.arm.judged).map(\.round).max() ?? 0
    guard last > 0 else { return nil }
    let series = subjects.map { subject in
      let byRound = subject.arm.byRound("throughput")
      return DriftSeries(cell: subject.index, throughputs: (1...last).map { byRound[$0] })
    }
    guard let finding = DriftTest(series, seed: seed).finding else { return nil }
    cell = subjects[finding.series].cell
    arm = subjects[finding.series].arm.label
    factor = finding.factor
  }
}
