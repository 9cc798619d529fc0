/// The strategies that the benchmark knows, by name.
package enum StrategyCatalog {
  /// The strategies of a suite that names none, the baseline first.
  package static let standard: [any Strategy.Type] = [
    SerialStrategy.self, ProcessPerTaskStrategy.self, ProcessPoolStrategy.self, ThreadPerTaskStrategy.self,
    ThreadPoolStrategy.self, ConcurrentPerformStrategy.self,
  ]

  /// The strategies that run only where they are named.
  package static let optional: [any Strategy.Type] = [TaskGroupStrategy.self]

  /// All strategies, in the order of `bench list`.
  package static var all: [any Strategy.Type] { standard + optional }

  /// The names of all strategies.
  package static var names: [String] { all.map { $0.name } }

  /// The names of the strategies of a suite that names none.
  package static var standardNames: [String] { standard.map { $0.name } }

  /// What an arm can be asked for: each strategy, and with each other way to create its processes `NAME@METHOD`.
  package static var variants: [StrategyVariant] {
    all.flatMap { type in
      [StrategyVariant(strategy: type.name, startMethod: nil)]
        + type.startMethods.dropFirst().map { StrategyVariant(strategy: type.name, startMethod: $0) }
    }
  }

  /// The strategy of that name.
  ///
  /// - Throws: `StrategyError.unknown`, which lists the known names.
  package static func named(_ name: String) throws(StrategyError) -> any Strategy.Type {
    guard let type = all.first(where: { $0.name == name }) else { throw .unknown(name, known: names) }
    return type
  }
}
