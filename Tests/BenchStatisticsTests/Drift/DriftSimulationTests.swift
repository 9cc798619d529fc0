import BenchStatistics
import Testing

@Suite("The test of drift on simulated runs", .timeLimit(.minutes(30)))
struct DriftSimulationTests {
  @Test("at most 1 % of steady runs drift, whatever their noise", arguments: Steadiness.allCases, [14, 16, 30])
  func falseAlarms(_ steadiness: Steadiness, rounds: Int) {
    var generator = SplitMix64(seed: 7)
    var tally = Tally()
    for seed in 0..<UInt64(LongTests.cases(short: 40, long: 2_000)) {
      let run = SimulatedRun(steadiness, rounds: rounds, generator: &generator)
      tally.count(DriftTest(run.series, seed: seed).finding != nil)
    }
    print("drift, steady (\(steadiness)), \(rounds) rounds: \(tally)")
    #expect(tally.allows(atMost: 0.01))
  }

  @Test("a drift well above an arm's noise is found and named", arguments: [14, 16, 30])
  func power(rounds: Int) {
    let noise = [1: 2, 3: 5, 5: 10]
    for (arm, percent) in noise.sorted(by: { $0.key < $1.key }) {
      for factor in [1.05, 1.1, 1.2] {
        let named = tally(arm: arm, factor: factor, rounds: rounds)
        print("drift, \(factor) at \(percent) % noise, \(rounds) rounds: \(named)")
        if percent == 2, factor == 1.2 { #expect(named.allows(atLeast: 0.95)) }
      }
    }
  }

  private func tally(arm: Int, factor: Double, rounds: Int) -> Tally {
    var generator = SplitMix64(seed: 9)
    var tally = Tally()
    for seed in 0..<UInt64(LongTests.cases(short: 5, long: 300)) {
      var run = SimulatedRun(.independent, rounds: rounds, generator: &generator)
      run.plant(factor, in: SimulatedRun.arms + arm, steadily: false)
      tally.count(DriftTest(run.series, seed: seed).finding?.series == SimulatedRun.arms + arm)
    }
    return tally
  }
}
