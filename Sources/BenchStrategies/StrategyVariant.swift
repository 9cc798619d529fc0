package import BenchModel
package import WorkerPools

/// A strategy, and what is different about it from its default.
package struct StrategyVariant: Hashable, Sendable {
  package let strategy: String
  /// How its processes are created; nil for the default way.
  package let startMethod: StartMethod?
  /// How its results are delivered; nil for the default way.
  package let resultMode: ResultMode?

  package init(strategy: String, startMethod: StartMethod? = nil, resultMode: ResultMode? = nil) {
    self.strategy = strategy
    self.startMethod = startMethod
    self.resultMode = resultMode
  }

  /// As it is written on the command line: `process-pool`, `process-per-task@forkserver`, `thread-pool@results`.
  package var name: String {
    ([strategy] + [startMethod?.rawValue, resultMode?.mark].compactMap { $0 }).joined(separator: "@")
  }

  /// One line for people, without a full stop.
  package var summary: String {
    let differences = [startMethod.map { "processes started by \($0.rawValue)" }, resultMode?.phrase].compactMap { $0 }
    guard differences.isEmpty else { return "as \(strategy), with \(differences.joined(separator: " and "))" }
    return StrategyCatalog.all.first { $0.name == strategy }?.summary ?? ""
  }

  /// Whether a suite that names no strategies has it.
  package var isStandard: Bool { StrategyCatalog.standard.contains(self) }
}

extension ResultMode {
  /// What stands behind the `@` of a variant's name.
  fileprivate var mark: String {
    switch self {
    case .each: "results"
    case .all: "no-results"
    }
  }

  fileprivate var phrase: String {
    switch self {
    case .each: "a result for each task"
    case .all: "one wait for all tasks"
    }
  }
}
