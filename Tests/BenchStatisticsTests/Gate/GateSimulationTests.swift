import BenchStatistics
import Testing

/// Gates on the rounds of committed runs, drawn by moving blocks.
///
/// The material is a program against itself: the control against the baseline in the same round, and each arm against itself
/// one round later, which is farther apart than a gate's pairs are.
@Suite("The gate on the rounds of committed runs", .timeLimit(.minutes(30)))
struct GateSimulationTests {
  /// Arms of the suite `ci` in the run `reference`: 25 tests, with those of the serial arm and its control 32.
  private func materials() throws -> [PairedRounds] {
    let reference = try CommittedRun("reference")
    return PairedRounds.neighbours(in: reference, leavingOut: ["serial-control"])
      + PairedRounds.controls(of: reference, baseline: "serial")
  }

  @Test("at most 1 % of unchanged gates are flagged, and few tests are inconclusive")
  func unchanged() throws {
    let materials = try materials()
    var generator = SplitMix64(seed: 3)
    var flagged = Tally()
    var inconclusive: [SimulatedMetric: Tally] = [:]
    var rounds = Tally()
    for _ in 0..<LongTests.cases(short: 30, long: 2_000) {
      let outcomes = SimulatedGate.run(materials, generator: &generator)
      flagged.count(outcomes.contains { $0.decision == .regression })
      for (material, outcome) in zip(materials, outcomes) {
        inconclusive[material.metric, default: Tally()].count(outcome.decision == .inconclusive)
        rounds.trials += 1
        rounds.hits += outcome.rounds
      }
    }
    print("gate, \(materials.count) tests, unchanged: flagged \(flagged)")
    print("gate, rounds of a screen: \(Double(rounds.hits) / Double(rounds.trials))")
    #expect(flagged.allows(atMost: 0.01))
    for (metric, tally) in inconclusive.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      print("gate, inconclusive, \(metric): \(tally)")
      #expect(tally.allows(atMost: 0.05))
    }
  }

  @Test(
    "a slowdown that must be found is found in at least 95 % of what is not inconclusive",
    arguments: SimulatedMetric.allCases)
  func mustFind(_ metric: SimulatedMetric) throws {
    for share in [1, 0.75, 0.5, 0.25] {
      var found = Tally()
      var inconclusive = Tally()
      for material in try materials() where material.metric == metric {
        let factor = 1 + share * material.rule.mustFind
        for outcome in outcomes(material, slowdown: factor) {
          inconclusive.count(outcome == .inconclusive)
          if outcome != .inconclusive { found.count(outcome == .regression) }
        }
      }
      print("gate, \(metric), \(share) of what must be found: found \(found); inconclusive \(inconclusive)")
      if share == 1 { #expect(found.allows(atLeast: 0.95)) }
    }
  }

  private func outcomes(_ material: PairedRounds, slowdown: Double) -> [GateDecision] {
    var generator = SplitMix64(seed: 11)
    return (0..<LongTests.cases(short: 8, long: 400)).map { _ in
      SimulatedGate.run([material], generator: &generator, slowdown: { _ in slowdown })[0].decision
    }
  }

  @Test("of what is unchanged in the peers' noisier run at most one test in a thousand is flagged")
  func noisy() throws {
    let peers = try CommittedRun("peers")
    let materials = PairedRounds.neighbours(in: peers) + PairedRounds.controls(of: peers, baseline: "thread-pool")
    var generator = SplitMix64(seed: 3)
    var flagged = Tally()
    for _ in 0..<LongTests.cases(short: 4, long: 1_000) {
      for outcome in SimulatedGate.run(materials, generator: &generator) {
        flagged.count(outcome.decision == .regression)
      }
    }
    print("gate, peers, unchanged: tests flagged \(flagged)")
    #expect(flagged.allows(atMost: 0.001))
  }
}
