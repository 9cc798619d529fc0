/// From which change on a gate calls a test worse, and which change it must not miss, for the tests that it selects.
package struct GateThreshold: Codable, Hashable, Sendable {
  /// A metric's name, or nil for all.
  package var metric: String?
  package var workload: String?
  package var strategy: String?
  /// The change as a share: 0.1 is 10 %.
  package var threshold: Double
  /// The change that must be found, above the threshold.
  package var mustFind: Double

  package init(
    metric: String? = nil, workload: String? = nil, strategy: String? = nil, threshold: Double, mustFind: Double
  ) {
    self.metric = metric
    self.workload = workload
    self.strategy = strategy
    self.threshold = threshold
    self.mustFind = mustFind
  }

  /// Whether the threshold is meant for a test; a test of no single cell has no workload.
  package func selects(metric: String, workload: String?, strategy: String) -> Bool {
    func agrees(_ wanted: String?, _ found: String?) -> Bool { wanted == nil || wanted == found }
    return agrees(self.metric, metric) && agrees(self.workload, workload) && agrees(self.strategy, strategy)
  }
}
