package import BenchModel

/// From which change on a gate calls a test worse, and which change it must not miss, for the tests that it selects.
package struct GateThreshold: Codable, Hashable, Sendable {
  /// A metric's name, or nil for all.
  package var metric: String?
  package var strategy: String?
  /// The cells whose tests are meant; a start-up or a tear-down, which has a width alone, by a selector of no more.
  package var cells: CellSelector
  /// The change as a share: 0.1 is 10 %.
  package var threshold: Double
  /// The change that must be found, above the threshold.
  package var mustFind: Double

  package init(
    metric: String? = nil, strategy: String? = nil, cells: CellSelector = CellSelector(), threshold: Double,
    mustFind: Double
  ) {
    self.metric = metric
    self.strategy = strategy
    self.cells = cells
    self.threshold = threshold
    self.mustFind = mustFind
  }

  /// Whether the threshold is meant for a test.
  package func selects(metric: String, strategy: String, scope: GateScope) -> Bool {
    guard self.metric == nil || self.metric == metric, self.strategy == nil || self.strategy == strategy else {
      return false
    }
    return switch scope {
    case .cell(let cell): cells.selects(cell)
    case .width(let width): cells.selectsAll(of: width)
    }
  }
}
