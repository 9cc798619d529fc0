import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchResults
import BenchStatistics
import Testing

@Suite("The summary")
struct SummaryTests {
  private let cell = Cell(workload: "noop", width: .bounded(2))

  @Test("a metric that nobody measured has no row, every other one has a row for each arm")
  func metrics() {
    let results = RunFixture().results
    let names = Set(results.summary.map(\.metric.name))
    #expect(
      names.isDisjoint(with: ["spawn_p50", "reap_p50", "workers_pss", "latency_p50", "latency_p99", "efficiency"]))
    #expect(names.isSuperset(of: ["throughput", "roundtrip_p50", "roundtrip_p99", "cpu_per_task", "allocs_per_task"]))
    #expect(results.summary.count == names.count * 3)
  }

  // By hand: batches last 300 ms times 1 + k/200, k = (7 round mod 5) - 2; over rounds 1 to 14, k is 0, 2, -1, 1, -2 in
  // turn, so that the middle two of the sorted throughputs are those of k = 0: 1000 / 0.3 s.
  @Test("the median and its interval are the rounds' order statistics")
  func estimate() throws {
    let row = try #require(RunFixture().results.summary("throughput", of: "serial", in: cell))
    #expect(row.rounds == 14)
    #expect(row.tableRow[text: "median"] == "3333.33")
    #expect(row.tableRow[text: "ci_level_pct"] == "98.7061")
    let interval = try #require(row.interval)
    #expect(interval.contains(row.median))
    let spread = try #require(row.spread)
    #expect(spread.minimum <= interval.low && interval.high <= spread.maximum)
    #expect(spread.outliers == 0)
  }

  @Test("values per task are the batch's values over its tasks")
  func perTask() throws {
    let results = RunFixture().results
    #expect(try #require(results.summary("cpu_per_task", of: "serial", in: cell)).median == 300_000)
    #expect(try #require(results.summary("ctx_per_task", of: "serial", in: cell)).median == 2)
    let allocations = try #require(results.summary("allocs_per_task", of: "serial", in: cell))
    #expect(allocations.median == 3)
    #expect(allocations.interval == nil)
    #expect(allocations.rounds == 1)
  }

  @Test("a percentile is pooled over the rounds, with the number of samples and without an interval")
  func pooled() throws {
    let row = try #require(RunFixture().results.summary("roundtrip_p99", of: "serial", in: cell))
    #expect(row.pooled == 1_400)
    #expect((row.median - 99_000).magnitude < 990)
    #expect(row.interval == nil && row.spread == nil && row.ratioInterval == nil)
    var short = RunFixture()
    short.rounds = 9
    #expect(short.results.summary("roundtrip_p99", of: "serial", in: cell) == nil)
  }

  @Test(
    "the verdict follows the metric's direction",
    arguments: [(2.0, Verdict.faster, Verdict.same), (0.5, .slower, .same), (1, .same, .same)])
  func verdict(speed: Double, throughput: Verdict, startup: Verdict) throws {
    var fixture = RunFixture()
    fixture.speed["thread-pool"] = speed
    let results = fixture.results
    let row = try #require(results.summary("throughput", of: "thread-pool", in: cell))
    #expect(row.verdict == throughput)
    #expect((try #require(row.ratio) - speed).magnitude < 0.001)
    #expect(try #require(results.summary("startup", of: "thread-pool", in: cell)).verdict == startup)
    #expect(try #require(results.summary("throughput", of: "serial", in: cell)).verdict == .baseline)
  }

  @Test("a slower start-up is slower although its number is higher")
  func lowerIsBetter() throws {
    var fixture = RunFixture()
    fixture.adjust = { if $0.arm.label == "thread-pool" { $1.startupNs = 90_000 } }
    #expect(try #require(fixture.results.summary("startup", of: "thread-pool", in: cell)).verdict == .slower)
  }

  @Test("an interval that contains 1 and is wide is undecided")
  func undecided() {
    #expect(Verdict(interval: 0.9...1.1, direction: .higher) == .undecided)
    #expect(Verdict(interval: 0.97...1.03, direction: .higher) == .same)
    #expect(Verdict(interval: 1.01...1.03, direction: .lower) == .slower)
  }

  @Test("six rounds of several arms have ratios without a verdict")
  func quick() throws {
    var fixture = RunFixture()
    fixture.rounds = 6
    fixture.speed["thread-pool"] = 2
    let row = try #require(fixture.results.summary("throughput", of: "thread-pool", in: cell))
    #expect(row.ratio != nil)
    #expect(row.ratioInterval == nil && row.verdict == nil)
  }

  @Test("failed rounds do not count, and rounds are paired by their number")
  func failures() throws {
    var fixture = RunFixture()
    fixture.adjust = { repetition, record in
      // The machine is twice as slow from round 8 on; the arm misses the first four rounds.
      if repetition.round >= 8 { record.batchNs = record.batchNs.map { $0 * 2 } }
      if repetition.arm.label == "thread-pool", (1...4).contains(repetition.round) { record.status = .timeout }
    }
    let row = try #require(fixture.results.summary("throughput", of: "thread-pool", in: cell))
    #expect(row.rounds == 10)
    #expect((try #require(row.ratio) - 1).magnitude < 0.001)
  }

  @Test("efficiency is the ideal time over the measured time")
  func efficiency() throws {
    var fixture = RunFixture()
    let sleep = Cell(workload: "sleep", distribution: "fixed", taskDurationNs: 500_000, width: .bounded(2))
    fixture.cells = [sleep]
    // Ideal: 1000 tasks of 0.5 ms, two at once, are 250 ms; measured are 300 ms.
    let row = try #require(fixture.results.summary("efficiency", of: "serial", in: sleep))
    #expect((row.median - 250.0 / 300).magnitude < 1e-4)
  }

  @Test("debug rows are summarised, warm-up rows are not")
  func phases() throws {
    var fixture = RunFixture()
    fixture.adjust = {
      $1.status = .debug
      if $0.phase == .warmup { $1.batchNs = 1 }
    }
    #expect(try #require(fixture.results.summary("throughput", of: "serial", in: cell)).median < 4_000)
  }

  @Test("a row of summary.csv is read back as it was written")
  func coding() throws {
    var fixture = RunFixture()
    fixture.cells.append(Cell(workload: "payload", payloadBytes: 64, width: .unbounded))
    fixture.speed["thread-pool"] = 1.7
    let rows = fixture.results.summary.map(\.tableRow)
    #expect(rows.map { SummaryRow($0).tableRow } == rows)
    #expect(rows.allSatisfy { row in zip(row.table.columns, row.fields).allSatisfy { $0.accepts($1) } })
    #expect(rows.allSatisfy { $0[text: "started_at"] == "2026-01-31T08:05:09Z" })
  }

  @Test("the baseline and the arms' order follow the facts, else the control and the plan")
  func order() {
    var fixture = RunFixture()
    #expect(fixture.results.baseline == "serial")
    fixture.facts.add(EnvironmentFacts.Key.baselineArm, "thread-pool")
    #expect(fixture.results.baseline == "thread-pool")
    #expect(fixture.results.cells[0].arms.map(\.label) == ["thread-pool", "serial", "serial-control"])
    fixture.facts.add(EnvironmentFacts.Key.arms, "serial-control serial thread-pool")
    #expect(fixture.results.cells[0].arms.map(\.label) == ["thread-pool", "serial-control", "serial"])
  }
}
