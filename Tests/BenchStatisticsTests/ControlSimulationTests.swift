import BenchStatistics
import Testing

@Suite("The control's test on simulated runs", .timeLimit(.minutes(10)))
struct ControlSimulationTests {
  private func tally(
    _ material: ControlMaterial, rounds: Int, bias: Double, inAllCells: Bool = false, cases: Int
  ) -> Tally {
    var generator = SplitMix64(seed: 5)
    var tally = Tally()
    for _ in 0..<cases {
      tally.count(
        material.isBiased(rounds: rounds, bias: bias, inAllCells: inAllCells, generator: &generator))
    }
    return tally
  }

  private func materials() throws -> [(name: String, material: ControlMaterial)] {
    var generator = SplitMix64(seed: 1)
    return try ControlMaterial.committed() + [("synthetic", .synthetic(generator: &generator))]
  }

  @Test("at most 1 % of steady runs are called biased, and none of nine rounds", arguments: [9, 14, 16, 30])
  func falseAlarms(rounds: Int) throws {
    for (name, material) in try materials() {
      let tally = tally(material, rounds: rounds, bias: 1, cases: LongTests.cases(short: 500, long: 20_000))
      print("control, steady, \(rounds) rounds, \(name): \(tally)")
      #expect(tally.allows(atMost: 0.01))
      if rounds == 9 { #expect(tally.hits == 0) }
      if LongTests.areWanted { #expect(tally.limits.high <= 0.01) }
    }
  }

  @Test("a bias of 10 % in all cells is seen, and of one in a single cell the power is published", arguments: [14, 30])
  func power(rounds: Int) throws {
    for (name, material) in try materials() {
      for bias in [1.05, 1.1, 1.2] {
        let cases = LongTests.cases(short: 100, long: 4_000)
        let one = tally(material, rounds: rounds, bias: bias, cases: cases)
        let all = tally(material, rounds: rounds, bias: bias, inAllCells: true, cases: cases)
        print("control, \(bias), \(rounds) rounds, \(name): in one cell \(one); in all cells \(all)")
        if bias >= 1.1 { #expect(all.allows(atLeast: 0.95)) }
      }
    }
  }
}
