import BenchStatistics

/// What moves the throughput of a machine that is otherwise steady.
enum Steadiness: String, CaseIterable {
  /// Each repetition has noise of its own.
  case independent
  /// Beside it the machine's speed wanders and takes all arms of a round along; neighbours correlate by 0.8.
  case wanderingMachine
  /// Some repetitions are off by a multiple.
  case heavyTails
  /// Each process falls into one of two modes, a factor of 3 apart.
  case twoModes
}

/// Three cells of eight arms, whose noise ranges from 1 to 20 %.
struct SimulatedRun {
  static let cells = 3
  static let arms = 8

  var series: [DriftSeries]

  init(_ steadiness: Steadiness, rounds: Int, generator: inout SplitMix64) {
    let machine = Self.machine(steadiness, rounds: rounds, generator: &generator)
    var series: [DriftSeries] = []
    for cell in 0..<Self.cells {
      for arm in 0..<Self.arms {
        let spread = [0.01, 0.02, 0.02, 0.05, 0.05, 0.1, 0.1, 0.2][arm]
        let values = machine.map { common in
          (common + spread * Self.noise(steadiness, arm: arm, generator: &generator)).exponential
        }
        series.append(DriftSeries(cell: cell, throughputs: values))
      }
    }
    self.series = series
  }

  /// The logarithm of the machine's speed by round.
  private static func machine(_ steadiness: Steadiness, rounds: Int, generator: inout SplitMix64) -> [Double] {
    guard steadiness == .wanderingMachine else { return Array(repeating: 0, count: rounds) }
    var speed = 0.1 * generator.normal()
    return (0..<rounds).map { _ in
      speed = 0.8 * speed + 0.06 * generator.normal()
      return speed
    }
  }

  private static func noise(_ steadiness: Steadiness, arm: Int, generator: inout SplitMix64) -> Double {
    switch steadiness {
    case .independent, .wanderingMachine: generator.normal()
    case .heavyTails: generator.heavyTailed()
    case .twoModes: generator.normal() + (arm == 7 && generator.uniform() < 0.5 ? 5.5 : 0)
    }
  }

  /// Makes one series faster by a factor in the second half, or steadily so that the halves are that far apart.
  mutating func plant(_ factor: Double, in index: Int, steadily: Bool) {
    let rounds = series[index].throughputs.count
    let values = series[index].throughputs.enumerated().map { round, value -> Double? in
      let share = steadily ? 2 * Double(round) / Double(rounds - 1) : round < rounds / 2 ? 0 : 1
      return value.map { $0 * (factor.naturalLogarithm * share).exponential }
    }
    series[index] = DriftSeries(cell: series[index].cell, throughputs: values)
  }
}
