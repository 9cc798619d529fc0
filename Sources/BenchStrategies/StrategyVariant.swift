package import WorkerPools

/// A strategy, and how it is to create its processes.
package struct StrategyVariant: Hashable, Sendable {
  package let strategy: String
  /// `nil`: in its default way.
  package let startMethod: StartMethod?

  package init(strategy: String, startMethod: StartMethod?) {
    self.strategy = strategy
    self.startMethod = startMethod
  }

  /// One line for people, without a full stop.
  package var summary: String {
    let summary = StrategyCatalog.all.first { $0.name == strategy }?.summary ?? ""
    return startMethod.map { "as \(strategy), with processes started by \($0.rawValue)" } ?? summary
  }

  /// Whether a suite that names no strategies has it.
  package var isStandard: Bool { startMethod == nil && StrategyCatalog.standardNames.contains(strategy) }

  /// As it is written on the command line: `process-pool`, `process-per-task@forkserver`.
  package var name: String { startMethod.map { "\(strategy)@\($0.rawValue)" } ?? strategy }
}
