package import BenchModel
import BenchStatistics

/// What a self-test does: many gates of one strategy in one cell each, every other one with a planted slowdown.
///
/// It is plan.json of a self-test's folder, so that an interrupted one goes on where it was.
package struct SelfTestPlan: Codable, Equatable, Sendable {
  /// Each pair of strategy and cell gets two gates in turn, one without a change and one with.
  package struct Gate: Hashable, Sendable {
    /// From 1.
    package var number: Int
    package var strategy: String
    package var cell: Cell
    /// The slowdown of the head in percent; 0 is none.
    package var plantedPercent: Int
    package var seed: Int
  }

  /// Where and with which program it began; it goes on nowhere else.
  package var machine: MachineFingerprint
  package var executables: [ExecutableIdentity]
  package var gatesN: Int
  package var slowdownPercent: Int
  package var seed: Int
  /// How long a batch is to take, in nanoseconds.
  package var batchTargetNs: Int
  /// When a repetition is killed, in nanoseconds; nil as long as follows from what it should take.
  package var timeoutNs: Int?
  package var strategies: [String]
  package var cells: [Cell]
  /// Those of the suite.
  package var thresholds: [GateThreshold]

  /// A plan of at least one gate; the slowdown is from 1 to 1,000 percent.
  package init(
    machine: MachineFingerprint, executables: [ExecutableIdentity], gatesN: Int, slowdownPercent: Int, seed: Int,
    batchTargetNs: Int, timeoutNs: Int?, strategies: [String], cells: [Cell],
    thresholds: [GateThreshold]
  ) {
    self.machine = machine
    self.executables = executables
    self.gatesN = gatesN
    self.slowdownPercent = slowdownPercent
    self.seed = seed
    self.batchTargetNs = batchTargetNs
    self.timeoutNs = timeoutNs
    self.strategies = strategies
    self.cells = cells
    self.thresholds = thresholds
  }

  /// All gates in their order, a pure function of the plan.
  package var gates: [Gate] {
    let pairs = cells.flatMap { cell in strategies.map { (strategy: $0, cell: cell) } }
    guard !pairs.isEmpty else { return [] }
    return (0..<gatesN).map { index in
      let pair = pairs[index / 2 % pairs.count]
      var generator = SplitMix64(seed: seed, stream: index)
      return Gate(
        number: index + 1, strategy: pair.strategy, cell: pair.cell,
        plantedPercent: index.isMultiple(of: 2) ? 0 : slowdownPercent,
        seed: generator.next(below: RunSettings.seedLimit))
    }
  }
}

/// As much of a self-test's plan as its rates need; plans of every version have it.
package struct SelfTestExtent: Decodable, Sendable {
  package var gatesN: Int
  package var slowdownPercent: Int
}
