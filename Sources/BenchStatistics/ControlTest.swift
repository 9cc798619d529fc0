/// Whether the control, a second copy of the baseline, behaves like another program.
///
/// It does if, in some cell, the interval of its throughput ratio excludes 1 at 99 % over all cells together (Bonferroni) and
/// the median ratio is off by more than 2 %. With three cells it takes ten rounds to reach that level.
package struct ControlTest: Hashable, Sendable {
  /// The level of all cells' intervals together.
  package static let level = 0.99

  /// The ratio of each cell, in the order in which the cells were given; `nil` if the cell has no pair.
  package let ratios: [PairedRatio?]

  /// Compares the control with the baseline, cell by cell.
  ///
  /// - Parameter cells: for each cell the throughputs of control and baseline in the rounds that have both.
  package init(cells: [[(value: Double, reference: Double)]]) {
    let level = 1 - (1 - Self.level) / Double(max(1, cells.count))
    ratios = cells.map { PairedRatio($0, level: level) }
  }

  /// The positions of the cells in which the control is off, in ascending order.
  package var biasedCells: [Int] {
    ratios.indices.filter { ratios[$0].map(Self.isBiased) ?? false }
  }

  private static func isBiased(_ ratio: PairedRatio) -> Bool {
    guard let interval = ratio.interval else { return false }
    return !interval.contains(1) && ComparisonRule.isOff(ratio.median)
  }
}
