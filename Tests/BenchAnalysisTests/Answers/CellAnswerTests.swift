import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchResults
import Testing

@Suite("The answer of a cell")
struct CellAnswerTests {
  private func fixture(_ arms: [String]) -> RunFixture {
    var fixture = RunFixture()
    fixture.arms = (["serial"] + arms).map { RunFixture.arm($0) } + [RunFixture.arm("serial-control", isControl: true)]
    return fixture
  }

  private func answer(_ fixture: RunFixture, _ metric: Metric = .throughput) throws -> CellAnswer {
    let results = fixture.results
    return try #require(CellAnswer(metric, in: results.cells[0], of: results))
  }

  @Test("an arm leads that is better than each other one, and a control is nobody")
  func leader() throws {
    var fixture = fixture(["pool", "threads"])
    fixture.speed = ["pool": 1.9, "threads": 1.5, "serial-control": 3]
    let ranking = try answer(fixture).rankings[0]
    guard case .one(let top) = ranking.leader else { throw Unexpected() }
    #expect(top.label == "pool" && ranking.standings.map(\.label) == ["pool", "threads", "serial"])
    #expect(ranking.within(0.05).isEmpty && ranking.within(0.25).map(\.label) == ["threads"])
  }

  /// The table with the leader as its baseline has the verdicts that the answer rests on.
  @Test("what the answer claims are the verdicts of a table against the leader")
  func verdicts() throws {
    var fixture = fixture(["pool", "threads", "perform"])
    fixture.speed = ["pool": 1.9, "threads": 1.85, "perform": 1.2]
    fixture.adjust = { repetition, record in
      guard repetition.arm.label == "threads" else { return }
      record.batchNs = record.batchNs.map { $0 + repetition.round % 3 * 9_000_000 }
    }
    let ranking = try answer(fixture).rankings[0]
    let outcomes = fixture.outcomes
    let against = RunResults(
      repetitions: outcomes.map(\.row), histograms: [], facts: fixture.facts, baseline: ranking.standings[0].label)
    for standing in ranking.standings.dropFirst() {
      let row = try #require(against.summary("throughput", of: standing.label, in: against.cells[0].cell))
      #expect(row.comparison.verdict == standing.againstTop?.verdict && row.comparison.verdict == .worse)
      #expect(row.comparison.interval == standing.againstTop?.interval)
    }
  }

  @Test("arms whose rounds do not tell them apart are too close to call, also if one has the best median")
  func tooClose() throws {
    var fixture = fixture(["pool", "threads"])
    fixture.speed = ["pool": 1.95, "threads": 1.9]
    // In every third round it is the other way round.
    fixture.adjust = { repetition, record in
      guard repetition.arm.label == "pool", repetition.round % 3 == 0 else { return }
      record.batchNs = record.batchNs.map { $0 * 6 / 5 }
    }
    guard case .tooClose(let arms) = try answer(fixture).rankings[0].leader else { throw Unexpected() }
    #expect(arms.map(\.label) == ["pool", "threads"])
  }

  @Test("arms that do the same have no leader")
  func same() throws {
    guard case .tooClose(let arms) = try answer(fixture(["pool"])).rankings[0].leader else { throw Unexpected() }
    #expect(arms.dropFirst().allSatisfy { $0.againstTop?.verdict == .same })
  }

  @Test("result modes are ranked apart")
  func modes() throws {
    var fixture = fixture(["pool", "threads", "perform"])
    fixture.speed = ["pool": 1.9, "threads": 9, "perform": 7]
    fixture.adjust = { $1.resultMode = ["threads", "perform"].contains($0.arm.label) ? .all : .each }
    let rankings = try answer(fixture).rankings
    #expect(rankings.map(\.mode) == [.each, .all])
    #expect(rankings.map { $0.standings.map(\.label) } == [["pool", "serial"], ["threads", "perform"]])
  }

  @Test("an arm alone in its mode is compared with nobody")
  func alone() throws {
    var fixture = fixture(["pool"])
    fixture.adjust = { $1.resultMode = $0.arm.label == "pool" ? .all : .each }
    guard case .alone(let arm) = try answer(fixture).rankings[1].leader else { throw Unexpected() }
    #expect(arm.label == "pool")
  }

  @Test("a lower value leads where lower is better")
  func direction() throws {
    var fixture = fixture(["pool"])
    fixture.adjust = { if $0.arm.label == "pool" { $1.startupNs = 90_000 } }
    guard case .one(let top) = try answer(fixture, #require(Metric.named("startup"))).rankings[0].leader else {
      throw Unexpected()
    }
    #expect(top.label == "serial")
  }

  @Test("too few rounds and pooled values are not judged; what nobody measured has no answer")
  func notJudged() throws {
    var short = fixture(["pool"])
    short.rounds = 5
    #expect(try answer(short).rankings[0].leader == .notJudged)
    #expect(try answer(fixture(["pool"]), #require(Metric.named("roundtrip_p99"))).rankings[0].leader == .notJudged)
    let results = fixture(["pool"]).results
    #expect(CellAnswer(try #require(Metric.named("spawn_p50")), in: results.cells[0], of: results) == nil)
  }

  private struct Unexpected: Error {}
}
