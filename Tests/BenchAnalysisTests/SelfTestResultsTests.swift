import BenchModel
import BenchPlan
import BenchResults
import BenchStatistics
import Testing

@testable import BenchAnalysis

@Suite("The results of a self-test")
struct SelfTestResultsTests {
  private let cell = Cell(workload: "noop", width: .bounded(2))

  /// The rows of a gate whose throughput came to one standing and whose start-up passed.
  private func rows(_ number: Int, planted: Int, _ standing: GateOutcome.Standing) throws -> [TableRow] {
    func outcome(_ metric: String, _ scope: GateScope, _ standing: GateOutcome.Standing) throws -> GateOutcome {
      GateOutcome(
        test: GateTest(strategy: "pool", scope: scope, metric: try #require(Metric.named(metric)), rule: .work),
        standing: standing, evidence: nil, values: GateOutcome.Values(), screenRounds: 8, confirmRounds: 0)
    }
    let outcomes = [
      try outcome("throughput", .cell(cell), standing), try outcome("startup", .width(cell.width), .pass),
    ]
    return GateVerdict(outcomes, repetitions: []).selfTestRows(gate: number, plantedPercent: planted, runId: "r")
  }

  @Test("count what was flagged of the unchanged, and what was found of the slower that were decided")
  func rates() throws {
    let results = SelfTestResults(
      try rows(1, planted: 0, .pass) + rows(2, planted: 20, .regression) + rows(3, planted: 0, .regression)
        + rows(4, planted: 20, .inconclusive) + rows(5, planted: 0, .inconclusive) + rows(6, planted: 20, .pass))
    #expect(results.gatesN == 6)
    #expect(results.unchanged.flagged.hits == 1 && results.unchanged.flagged.trials == 3)
    #expect(results.planted.found.hits == 1 && results.planted.found.trials == 2)
    #expect(results.planted.count(.inconclusive) == 1)
    #expect(results.found.map(\.metric) == ["throughput"], "a start-up was not slowed down")
    #expect(results.found.map(\.share.hits) == [1] && results.found.map(\.share.trials) == [2])
    #expect(results.disturbedGatesN == 0)
  }

  @Test("give the share of undecided tests by metric, a suspect that nobody confirmed among them")
  func undecided() throws {
    let results = SelfTestResults(
      try rows(1, planted: 0, .pass) + rows(2, planted: 20, .unconfirmed) + rows(3, planted: 0, .inconclusive))
    let shares = results.inconclusive
    #expect(shares.map(\.metric) == ["startup", "throughput"])
    #expect(shares.map(\.share.hits) == [0, 2] && shares.map(\.share.trials) == [3, 3])
  }

  @Test("name the strategy and the cell of each gate")
  func pairs() throws {
    let pairs = SelfTestResults(try rows(1, planted: 0, .pass) + rows(2, planted: 20, .regression)).byPair
    #expect(pairs.count == 1)
    #expect(pairs.first?.pair == SelfTestResults.Pair(strategy: "pool", cell: cell))
    #expect(pairs.first?.unchanged.judgedN == 1 && pairs.first?.planted.flagged.hits == 1)
  }
}
