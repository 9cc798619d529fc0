package import BenchModel
package import BenchStatistics

/// Whether the machine let the run be trusted, and what speaks against it.
///
/// A run is unstable if more than 20 % of its measured repetitions were disturbed, or if the control, a second copy of the
/// baseline, behaves like another program in some cell (``ControlTest``). Drift is a remark and no verdict.
package struct MachineStability: Hashable, Sendable {
  /// The control of one cell against the baseline, by throughput.
  package struct Control: Hashable, Sendable {
    package let cell: Cell
    package let label: String
    /// The arm that it is a copy of, whichever arm the tables compare with.
    package let original: String
    package let ratio: Double
    /// At the level for all cells together; `nil` if there are too few rounds.
    package let interval: ValueInterval?
    /// Whether it behaves like another program.
    package let isBiased: Bool
  }

  /// The share of disturbed repetitions above which a run is not stable.
  package static let disturbedLimit = 0.2

  package let repetitions: Int
  package let disturbed: Int
  package let controls: [Control]
  /// The arm whose throughput drifts against the others, if one does.
  package let drift: Drift?

  init(cells: [CellResults], baseline: String, seed: UInt64) {
    let judged = cells.flatMap(\.arms).flatMap(\.judged)
    repetitions = judged.count
    disturbed = judged.count(where: \.isDisturbed)
    controls = Self.controls(cells, baseline: baseline)
    drift = Drift(cells, seed: seed)
  }

  package var disturbedShare: Double { repetitions == 0 ? 0 : Double(disturbed) / Double(repetitions) }

  package var isStable: Bool {
    disturbedShare <= Self.disturbedLimit && !controls.contains(where: \.isBiased)
  }

  private static func controls(_ cells: [CellResults], baseline: String) -> [Control] {
    let pairs = cells.flatMap { cell in
      cell.arms.filter(\.isControl).compactMap { control in
        original(of: control, in: cell, baseline: baseline).map { (cell: cell.cell, control: control, original: $0) }
      }
    }
    let test = ControlTest(cells: pairs.map { throughputs($0.control, $0.original) })
    return zip(pairs, test.ratios).enumerated().compactMap { index, entry in
      entry.1.map {
        Control(
          cell: entry.0.cell, label: entry.0.control.label, original: entry.0.original.label, ratio: $0.median,
          interval: $0.interval, isBiased: test.biasedCells.contains(index))
      }
    }
  }

  /// The arm that the control is a copy of; a run that names its controls otherwise has copies of the baseline.
  private static func original(of control: ArmResults, in cell: CellResults, baseline: String) -> ArmResults? {
    Arm.original(ofControl: control.label).flatMap(cell.arm) ?? cell.arm(baseline)
  }

  /// The throughputs of both in the rounds that both have.
  private static func throughputs(
    _ arm: ArmResults, _ baseline: ArmResults
  ) -> [(value: Double, reference: Double)] {
    let references = baseline.byRound("throughput")
    return arm.byRound("throughput").sorted { $0.key < $1.key }.compactMap { round, value in
      references[round].map { (value, $0) }
    }
  }
}
