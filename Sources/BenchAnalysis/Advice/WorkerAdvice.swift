import BenchModel
import BenchStatistics

/// How many tasks at once an arm needs to do the most, from cells that differ in nothing but their width.
package struct WorkerAdvice: Hashable, Sendable {
  package let label: String
  package let durationNs: Int
  /// The widths that were measured, in ascending order; at least two.
  package let widths: [Int]
  /// The smallest width that is not worse than the one with the highest median.
  package let enough: Int

  /// nil if the arm was measured at one width alone, or in too few rounds.
  init?(_ label: String, like cell: CellResults, in results: RunResults) {
    let alike = results.cells.filter { other in
      var same = other.cell
      same.width = cell.cell.width
      return same == cell.cell && other.cell.width.count != nil
    }
    let values = alike.compactMap { other in
      other.arm(label).flatMap { arm in other.cell.width.count.map { ($0, arm.byRound(Metric.throughput.name)) } }
    }.sorted { $0.0 < $1.0 }
    let medians = values.compactMap { Sample($0.1.values)?.median }
    guard values.count > 1, medians.count == values.count, let highest = medians.max(),
      let top = medians.firstIndex(of: highest), let duration = cell.durationNs
    else { return nil }
    let rule = ComparisonRule(isHigherBetter: true)
    let level = 1 - 0.05 / Double(values.count - 1)
    let outcomes = values.indices.map { index in
      index == top
        ? ComparisonOutcome.same : Self.outcome(values[index].1, values[top].1, level: level, rule: rule)
    }
    guard outcomes.allSatisfy({ $0 != nil }), let enough = outcomes.firstIndex(where: { $0 != .worse }) else {
      return nil
    }
    self.label = label
    durationNs = duration
    widths = values.map(\.0)
    self.enough = values[enough].0
  }

  private static func outcome(
    _ values: [Int: Double], _ references: [Int: Double], level: Double, rule: ComparisonRule
  ) -> ComparisonOutcome? {
    let pairs = values.sorted { $0.key < $1.key }.compactMap { round, value in
      references[round].map { (value: value, reference: $0) }
    }
    return PairedRatio(pairs, level: level).flatMap { rule.outcome($0, median: $0.median, reference: 1) }
  }
}
