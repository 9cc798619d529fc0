import BenchStatistics
import Testing

@Suite("Signed ranks")
struct SignedRankTests {
  static let lower = SignedRankTable(level: 0.975)
  static let upper = SignedRankTable(level: 0.99)

  @Test(
    "the ranks of the limits at 97.5 and 99 % are those of the exact distribution",
    arguments: [(8, 4, 2), (12, 14, 10), (20, 53, 44), (30, 138, 121), (42, 295, 267), (60, 649, 601)])
  func ranks(count: Int, lower: Int, upper: Int) {
    #expect(Self.lower[count]?.rank == lower)
    #expect(Self.upper[count]?.rank == upper)
  }

  // By hand for n = 8: subsets of 1...8 with sum 0, 1, 2 have one each, sum 3 has two: 5 of 256; sum 4 has two more.
  @Test("the level really reached is that of the sums below")
  func level() throws {
    #expect(try #require(Self.lower[8]).level == 1 - 5.0 / 256)
    #expect(try #require(Self.upper[8]).level == 1 - 2.0 / 256)
    #expect(try #require(SignedRankTable(level: 1 - 1.0 / 128)[7]).rank == 1)
  }

  // All 2^n signs, counted out.
  @Test("the rank agrees with counting all signs out", arguments: 1...12)
  func enumeration(count: Int) {
    var frequencies = [Int](repeating: 0, count: count * (count + 1) / 2 + 1)
    for signs in 0..<(1 << count) {
      frequencies[(1...count).reduce(0) { $0 + (signs >> ($1 - 1) & 1) * $1 }] += 1
    }
    var missed = 0
    var rank: Int?
    for (sum, frequency) in frequencies.enumerated() {
      missed += frequency
      guard Double(missed) <= 0.025 * Double(1 << count) else { break }
      rank = sum + 1
    }
    #expect(Self.lower[count]?.rank == rank)
  }

  @Test("too few differences have no limit, and every number up to 100 above has one")
  func ends() {
    #expect((0...5).allSatisfy { Self.lower[$0] == nil })
    #expect((6...100).allSatisfy { Self.lower[$0] != nil })
    #expect((0...6).allSatisfy { Self.upper[$0] == nil })
    #expect((7...100).allSatisfy { (Self.upper[$0]?.level ?? 0) >= 0.99 })
    #expect(Self.lower[101] == nil)
  }

  // By hand: of 1 2 4 the averages are 1 1.5 2 2.5 3 4, and their median is 2.25.
  @Test("the estimate is the median of all averages of pairs")
  func estimate() throws {
    let ranks = try #require(SignedRank([4, 1, 2]))
    #expect(ranks.walshAverages == [1, 1.5, 2, 2.5, 3, 4])
    #expect(ranks.estimate == 2.25)
  }

  // By hand: with 1...8 the four smallest of 36 averages are 1 1.5 2 2, and the two largest are 8 and 7.5.
  @Test("limits are averages at the table's rank from below and from above")
  func limits() throws {
    let ranks = try #require(SignedRank((1...8).map(Double.init)))
    #expect(ranks.lowerLimit(Self.lower)?.value == 2)
    #expect(ranks.upperLimit(Self.upper)?.value == 7.5)
    #expect(ranks.upperLimit(Self.upper)?.level == 1 - 2.0 / 256)
  }

  @Test("negated differences exchange the limits")
  func negation() throws {
    let differences = [0.3, -0.1, 0.25, 0.07, 0.4, -0.02, 0.11, 0.2, 0.15]
    let ranks = try #require(SignedRank(differences))
    let negated = try #require(SignedRank(differences.map { -$0 }))
    #expect(ranks.estimate == -negated.estimate)
    #expect(ranks.lowerLimit(Self.lower)?.value == negated.upperLimit(Self.lower).map { -$0.value })
  }

  @Test("nothing and not-a-number have no ranks")
  func refusals() {
    #expect(SignedRank([]) == nil)
    #expect(SignedRank([1, .nan]) == nil)
    #expect(SignedRank([1, -.infinity]) == nil)
  }
}
