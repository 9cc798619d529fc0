package import BenchModel

extension Metric {
  /// The metrics of these names.
  ///
  /// - Throws: `UnknownName` with the names that exist.
  package static func named(_ names: [String]) throws(UnknownName) -> [Metric] {
    var metrics: [Metric] = []
    for name in names {
      guard let metric = named(name) else { throw UnknownName("metric", name, known: all.map(\.name)) }
      if !metrics.contains(metric) { metrics.append(metric) }
    }
    return metrics
  }
}

extension [RunResults] {
  /// The metrics that at least one of the runs has measured, in the order of the summary.
  package var measuredMetrics: [Metric] {
    Metric.all.filter { metric in contains { run in run.summary.contains { $0.metric == metric } } }
  }

  /// The arms of the runs, in the order of their first appearance.
  package var armLabels: [String] { flatMap { $0.cells.flatMap(\.arms).map(\.label) }.uniqued() }

  /// The workloads of the runs, in the order of their first appearance.
  package var workloads: [String] { flatMap { $0.cells.map(\.cell.workload) }.uniqued() }

  /// Checks that each metric was measured in at least one of the runs.
  ///
  /// - Throws: `UnknownName` with the metrics that were.
  package func check(metrics: [Metric]) throws(UnknownName) {
    try check(metrics.map(\.name), "metric", among: measuredMetrics.map(\.name))
  }

  /// Checks that each arm is in at least one of the runs.
  package func check(arms: [String]) throws(UnknownName) { try check(arms, "arm", among: armLabels) }

  /// Checks that each workload is in at least one of the runs.
  package func check(workloads asked: [String]) throws(UnknownName) { try check(asked, "workload", among: workloads) }

  private func check(_ names: [String], _ kind: String, among present: [String]) throws(UnknownName) {
    for name in names where !present.contains(name) { throw UnknownName(kind, name, among: present) }
  }
}
