import BenchStatistics
import Testing

@Suite("The generator")
struct SplitMix64Tests {
  @Test("SplitMix64 gives the published sequence for seed 1234567")
  func publishedSequence() {
    var generator = SplitMix64(seed: 1_234_567)
    let numbers = (0..<3).map { _ in generator.next() }
    #expect(numbers == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
  }

  @Test("a shuffle reaches every order about equally often")
  func shuffleIsFair() {
    var generator = SplitMix64(seed: 3)
    var seen: [[Int]: Int] = [:]
    for _ in 0..<6_000 { seen[generator.shuffled([0, 1, 2]), default: 0] += 1 }
    #expect(seen.count == 6)
    #expect(seen.values.allSatisfy { (850...1150).contains($0) })
  }
}
