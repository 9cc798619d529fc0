import BenchModel

/// The strategies that the benchmark knows, by name.
package enum StrategyCatalog {
  /// All strategies, the baseline first.
  package static let all: [any Strategy.Type] = [
    SerialStrategy.self, ProcessPerTaskStrategy.self, ProcessPoolStrategy.self, ThreadPerTaskStrategy.self,
    ThreadPoolStrategy.self, ConcurrentPerformStrategy.self, TaskGroupStrategy.self,
  ]

  /// What a suite that names no strategies runs, the baseline first; the others run only where they are named.
  package static let standard = [
    StrategyVariant(strategy: SerialStrategy.name), StrategyVariant(strategy: ProcessPerTaskStrategy.name),
    StrategyVariant(strategy: ProcessPoolStrategy.name), StrategyVariant(strategy: ThreadPerTaskStrategy.name),
    StrategyVariant(strategy: ThreadPoolStrategy.name),
    StrategyVariant(strategy: ThreadPoolStrategy.name, resultMode: .each),
    StrategyVariant(strategy: ConcurrentPerformStrategy.name),
  ]

  /// The names of all strategies.
  package static var names: [String] { all.map { $0.name } }

  /// The names of the variants of a suite that names no strategies.
  package static var standardNames: [String] { standard.map(\.name) }

  /// What an arm can be asked for, in the order of `bench list`: each strategy, `NAME@METHOD` for each other way to create
  /// its processes, and `NAME@results` for another way to deliver its results.
  package static var variants: [StrategyVariant] {
    all.flatMap { type in
      [StrategyVariant(strategy: type.name)]
        + type.startMethods.dropFirst().map { StrategyVariant(strategy: type.name, startMethod: $0) }
        + type.resultModes.dropFirst().map { StrategyVariant(strategy: type.name, resultMode: $0) }
    }
  }

  /// The strategy of that name.
  ///
  /// - Throws: `StrategyError.unknown`, which lists the known names.
  package static func named(_ name: String) throws(StrategyError) -> any Strategy.Type {
    guard let type = all.first(where: { $0.name == name }) else { throw .unknown(name, known: names) }
    return type
  }

  /// The variant of that name, which may spell out the default start method (`process-pool@spawn`); returns nil if there is
  /// none.
  package static func variant(named name: String) -> StrategyVariant? {
    let spelledOut = all.flatMap { type in
      type.startMethods.prefix(1).map { StrategyVariant(strategy: type.name, startMethod: $0) }
    }
    return (variants + spelledOut).first { $0.name == name }
  }
}
