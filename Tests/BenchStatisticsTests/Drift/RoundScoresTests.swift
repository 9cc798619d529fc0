import BenchStatistics
import Testing

@Suite("Standardised rank sums")
struct RoundScoresTests {
  private let halves = (0..<10).map { $0 < 5 ? -1.0 : 1 }

  // By hand: ranks 6...10 sum up to 40, expected are 27.5, the variance is 5 * 5 * 11 / 12 = 22.9167: 12.5 / 4.78714.
  @Test("two halves that do not overlap have the largest rank sum, whichever is higher")
  func separated() throws {
    let rising = try #require(RoundScores((0..<10).map(Double.init)))
    let falling = try #require(RoundScores((0..<10).map { -Double($0) }))
    #expect((rising.statistic(halves) - 2.611165).magnitude < 1e-6)
    #expect((falling.statistic(halves) - 2.611165).magnitude < 1e-6)
  }

  // By hand: five ranks of 3 and five of 8, the variance is 25 / (10 * 9) * 62.5 = 17.3611: 12.5 / 4.16667 = 3.
  @Test("ties share their mean rank and lower the variance")
  func ties() throws {
    let step = try #require(RoundScores((0..<10).map { $0 < 5 ? 1.0 : 2 }))
    #expect((step.statistic(halves) - 3).magnitude < 1e-12)
  }

  // By hand: 4 of 10 values lie in the first half, ranks 5...10 sum up to 45, expected are 33, and the variance is
  // 4 * 6 * 11 / 12 = 22: 12 / 4.69042.
  @Test("a round without a value counts for no half")
  func missing() throws {
    let labels = (0..<12).map { $0 < 6 ? -1.0 : 1 }
    let values = (0..<12).map { $0 == 1 || $0 == 2 ? nil : Double($0) }
    #expect((try #require(RoundScores(values)).statistic(labels) - 2.558409).magnitude < 1e-6)
  }

  @Test("fewer than ten values and equal values have no scores")
  func refusals() {
    #expect(RoundScores((0..<9).map(Double.init)) == nil)
    #expect(RoundScores((0..<12).map { $0 < 9 ? Double($0) : nil }) == nil)
    #expect(RoundScores(Array(repeating: 1, count: 12)) == nil)
  }
}
