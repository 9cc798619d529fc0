package import BenchModel

/// A metric over stored runs, in the order in which they were started.
package struct RunHistory: Sendable {
  /// A machine on which at least one of the runs was measured.
  package struct Host: Hashable, Sendable {
    /// A, B, C and so on in the order of their first run; `?` if the run does not say.
    package let mark: String
    package let hostId: String?
    package let cpuModel: String?
  }

  /// What is looked at: all of a kind if nothing is named.
  package struct Filter: Sendable {
    package var metrics: [Metric]
    package var arms: [String]
    package var workloads: [String]

    package init(metrics: [Metric], arms: [String] = [], workloads: [String] = []) {
      self.metrics = metrics
      self.arms = arms
      self.workloads = workloads
    }
  }

  /// The runs without repetitions of the same one, earliest first; those that do not say when come before all others.
  package let runs: [RunResults]
  /// The machine of each run.
  package let hosts: [Host]
  /// The lines that were asked for: by metric, cell and arm in the order of their first appearance.
  package let series: [HistorySeries]

  /// - Throws: `UnknownName` if no run has a metric, an arm or a workload that was asked for.
  package init(_ runs: [RunResults], _ filter: Filter) throws(UnknownName) {
    try runs.check(metrics: filter.metrics)
    try runs.check(arms: filter.arms)
    try runs.check(workloads: filter.workloads)
    let ordered = Self.ordered(runs)
    let hosts = Self.hosts(ordered)
    self.runs = ordered
    self.hosts = hosts
    series = Self.keys(ordered, filter).map { HistorySeries($0, runs: ordered, hosts: hosts) }
  }

  private static func ordered(_ runs: [RunResults]) -> [RunResults] {
    var seen = Set<String>()
    return runs.filter { seen.insert($0.identity.runId).inserted }.sorted {
      ($0.identity.startedAt ?? "", $0.identity.runId) < ($1.identity.startedAt ?? "", $1.identity.runId)
    }
  }

  /// A machine is told by its identity and its processor, as machines that were made from one image share the former.
  private static func hosts(_ runs: [RunResults]) -> [Host] {
    let identities = runs.map { [$0.identity.hostId, $0.identity.cpuModel] }
    let known = identities.filter { $0[0] != nil }.uniqued()
    return identities.map { identity in
      Host(
        mark: known.firstIndex(of: identity).map(letters) ?? "?", hostId: identity[0], cpuModel: identity[1])
    }
  }

  /// A to Z, then AA, AB and so on.
  private static func letters(_ index: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(0x41 + index % 26)))
    return index < 26 ? letter : letters(index / 26 - 1) + letter
  }

  private static func keys(_ runs: [RunResults], _ filter: Filter) -> [HistorySeries.Key] {
    let cells = runs.flatMap { $0.cells.map(\.cell) }.uniqued()
      .filter { filter.workloads.isEmpty || filter.workloads.contains($0.workload) }
    let controls = Set(runs.flatMap(\.cells).flatMap(\.arms).filter(\.isControl).map(\.label))
    let arms = filter.arms.isEmpty ? runs.armLabels.filter { !controls.contains($0) } : filter.arms.uniqued()
    return filter.metrics.flatMap { metric in
      cells.flatMap { cell in arms.map { HistorySeries.Key(metric: metric, cell: cell, arm: $0) } }
    }.filter { key in runs.contains { $0.summary(key.metric.name, of: key.arm, in: key.cell) != nil } }
  }
}
