import BenchStatistics
import Testing

@Suite("Williams designs")
struct WilliamsDesignTests {
  @Test(
    "every round has every arm once, and there are as many rounds as asked for", arguments: 1...9, [1, 6, 9, 14, 30])
  func eachRoundIsComplete(arms: Int, rounds: Int) {
    var generator = SplitMix64(seed: 5)
    let order = WilliamsDesign.rounds(rounds, arms: arms, generator: &generator)
    #expect(order.count == rounds)
    #expect(order.allSatisfy { $0.sorted() == Array(0..<arms) })
  }

  @Test("a design closes after n rounds for even n and after 2n for odd n")
  func period() {
    #expect((1...9).map(WilliamsDesign.period) == [1, 2, 6, 4, 10, 6, 14, 8, 18])
  }

  @Test("over whole designs each arm stands at each position equally often", arguments: 1...12)
  func positionsAreBalanced(arms: Int) {
    var generator = SplitMix64(seed: UInt64(arms))
    let order = WilliamsDesign.rounds(2 * WilliamsDesign.period(arms: arms), arms: arms, generator: &generator)
    for position in 0..<arms {
      let counts = Dictionary(grouping: order.map { $0[position] }, by: { $0 }).mapValues(\.count)
      #expect(counts.count == arms)
      #expect(Set(counts.values) == [order.count / arms])
    }
  }

  @Test("over whole designs each arm follows each other one equally often", arguments: 2...12)
  func successionsAreBalanced(arms: Int) {
    var generator = SplitMix64(seed: UInt64(arms))
    let order = WilliamsDesign.rounds(2 * WilliamsDesign.period(arms: arms), arms: arms, generator: &generator)
    var counts: [[Int]: Int] = [:]
    for row in order {
      for (before, after) in zip(row, row.dropFirst()) { counts[[before, after], default: 0] += 1 }
    }
    #expect(counts.count == arms * (arms - 1))
    #expect(Set(counts.values) == [order.count / arms])
  }

  @Test("the same seed gives the same order, another seed another one")
  func seedDecides() {
    func order(_ seed: UInt64) -> [[Int]] {
      var generator = SplitMix64(seed: seed)
      return WilliamsDesign.rounds(16, arms: 8, generator: &generator)
    }
    #expect(order(1) == order(1))
    #expect(order(1) != order(2))
  }

  @Test("each design of a run is shuffled anew")
  func designsDiffer() {
    var generator = SplitMix64(seed: 1)
    let order = WilliamsDesign.rounds(16, arms: 8, generator: &generator)
    #expect(order.prefix(8) != order.suffix(8))
  }

  @Test("no arms and no rounds are no error")
  func nothing() {
    var generator = SplitMix64(seed: 1)
    #expect(WilliamsDesign.rounds(2, arms: 0, generator: &generator) == [[], []])
    #expect(WilliamsDesign.rounds(0, arms: 3, generator: &generator).isEmpty)
  }
}
