package import BenchModel
import BenchResults
import BenchStatistics

/// Whether the machine let the run be trusted, and what speaks against it.
///
/// A run is unstable where more than 20 % of its measured repetitions were disturbed, or where the control, a second copy of
/// the baseline, behaves like another program in some cell: its throughput ratio's interval (Bonferroni over the cells)
/// excludes 1 and its median is off by more than 2 %, or its ratio's medians in the two halves of the run differ by more
/// than 5 %.
package struct MachineStability: Hashable, Sendable {
  /// The control of one cell against the baseline, by throughput.
  package struct Control: Hashable, Sendable {
    package let cell: Cell
    package let label: String
    package let ratio: Double
    /// At the level for all cells together; `nil` where there are too few rounds.
    package let interval: ClosedRange<Double>?
    /// The factor between the medians of the two halves of the run, at least 1.
    package let drift: Double?

    package var isBiased: Bool {
      guard let interval else { return false }
      return !interval.contains(1) && (ratio > 1.02 || ratio < 1 / 1.02)
    }

    package var drifts: Bool { (drift ?? 1) > MachineStability.driftLimit }
  }

  /// The factor between the halves of a run above which a ratio is not stable.
  package static let driftLimit = 1.05
  /// The share of disturbed repetitions above which a run is not stable.
  package static let disturbedLimit = 0.2

  package let repetitions: Int
  package let disturbed: Int
  package let controls: [Control]

  init(cells: [CellResults], baseline: String) {
    let judged = cells.flatMap(\.arms).flatMap(\.judged)
    repetitions = judged.count
    disturbed = judged.count { $0[boolean: "is_disturbed"] }
    let pairs = cells.flatMap { cell in
      cell.arms.filter(\.isControl).compactMap { control in
        cell.arm(baseline).map { (cell: cell.cell, control: control, baseline: $0) }
      }
    }
    controls = pairs.compactMap { Self.control($0.control, of: $0.baseline, in: $0.cell, cells: pairs.count) }
  }

  private static func control(_ arm: ArmResults, of baseline: ArmResults, in cell: Cell, cells: Int) -> Control? {
    guard let metric = Metric.named("throughput"), let value = Estimate(metric, of: arm),
      let reference = Estimate(metric, of: baseline)
    else { return nil }
    let comparison = Comparison(value, against: reference, comparisons: cells)
    return comparison.ratio.map {
      Control(cell: cell, label: arm.label, ratio: $0, interval: comparison.interval, drift: comparison.drift)
    }
  }

  package var disturbedShare: Double { repetitions == 0 ? 0 : Double(disturbed) / Double(repetitions) }

  package var isStable: Bool {
    disturbedShare <= Self.disturbedLimit && !controls.contains { $0.isBiased || $0.drifts }
  }
}
