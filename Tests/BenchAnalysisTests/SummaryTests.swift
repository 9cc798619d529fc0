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
    #expect(row.estimate.rounds == 14)
    #expect(row.tableRow[text: "median"] == "3333.33")
    #expect(row.tableRow[text: "ci_level_pct"] == "98.7061")
    let interval = try #require(row.estimate.interval)
    #expect(interval.contains(row.estimate.median))
    let spread = try #require(row.estimate.spread)
    #expect(spread.minimum <= interval.low && interval.high <= spread.maximum)
    #expect(spread.outliers == 0)
  }

  @Test("values per task are the batch's values over its tasks")
  func perTask() throws {
    let results = RunFixture().results
    #expect(try #require(results.summary("cpu_per_task", of: "serial", in: cell)).estimate.median == 300_000)
    #expect(try #require(results.summary("ctx_per_task", of: "serial", in: cell)).estimate.median == 2)
    let allocations = try #require(results.summary("allocs_per_task", of: "serial", in: cell))
    #expect(allocations.estimate.median == 3)
    #expect(allocations.estimate.interval == nil)
    #expect(allocations.estimate.rounds == 1)
  }

  @Test("a percentile is pooled over the rounds, with the number of samples and without an interval")
  func pooled() throws {
    let row = try #require(RunFixture().results.summary("roundtrip_p99", of: "serial", in: cell))
    #expect(row.estimate.pooled == 1_400)
    #expect((row.estimate.median - 99_000).magnitude < 990)
    #expect(row.estimate.interval == nil && row.estimate.spread == nil && row.comparison.interval == nil)
    var short = RunFixture()
    short.rounds = 9
    #expect(short.results.summary("roundtrip_p99", of: "serial", in: cell) == nil)
  }

  @Test(
    "the verdict follows the metric's direction",
    arguments: [(2.0, Verdict.better, Verdict.same), (0.5, .worse, .same), (1, .same, .same)])
  func verdict(speed: Double, throughput: Verdict, startup: Verdict) throws {
    var fixture = RunFixture()
    fixture.speed["thread-pool"] = speed
    let results = fixture.results
    let row = try #require(results.summary("throughput", of: "thread-pool", in: cell))
    #expect(row.comparison.verdict == throughput)
    #expect((try #require(row.comparison.median) - speed).magnitude < 0.001)
    #expect(try #require(results.summary("startup", of: "thread-pool", in: cell)).comparison.verdict == startup)
    #expect(try #require(results.summary("throughput", of: "serial", in: cell)).comparison.verdict == .baseline)
  }

  @Test("a slower start-up is worse although its number is higher")
  func lowerIsBetter() throws {
    var fixture = RunFixture()
    fixture.adjust = { if $0.arm.label == "thread-pool" { $1.startupNs = 90_000 } }
    #expect(try #require(fixture.results.summary("startup", of: "thread-pool", in: cell)).comparison.verdict == .worse)
  }

  @Test(
    "a difference of a few clock reads is no verdict where two of them time the span, and one where a batch was divided"
  )
  func clock() throws {
    var fixture = RunFixture()
    fixture.facts.add(EnvironmentFacts.Key.clockReadNs, "35")
    fixture.adjust = { repetition, record in
      let isSlow = repetition.arm.label == "thread-pool"
      record.startupNs = isSlow ? 160 : 60
      record.teardownNs = isSlow ? 500 : 60
      record.cpuUserNs = isSlow ? 160_000 : 60_000
      record.cpuSystemNs = 0
    }
    let results = fixture.results
    func verdict(_ metric: String) -> Verdict? {
      results.summary(metric, of: "thread-pool", in: cell)?.comparison.verdict
    }
    #expect(verdict("startup") == .undecided, "100 ns are less than ten reads of 35 ns")
    #expect(verdict("teardown") == .worse)
    #expect(verdict("cpu_per_task") == .worse)
  }

  @Test("a ratio counts the disturbed rounds of both of its arms")
  func disturbedRounds() throws {
    var fixture = RunFixture()
    fixture.machine = { repetition in
      let rounds = ["serial": [1, 2], "thread-pool": [2, 3, 4]][repetition.arm.label] ?? []
      return MachineSample(canaryNs: 1, isDisturbed: rounds.contains(repetition.round))
    }
    let results = fixture.results
    #expect(results.summary("throughput", of: "thread-pool", in: cell)?.estimate.disturbed == 4)
    #expect(results.summary("throughput", of: "serial", in: cell)?.estimate.disturbed == 2)
  }

  @Test("memory is the growth over the batch, and the peak only in runs that know no better")
  func memory() throws {
    var fixture = RunFixture()
    fixture.adjust = { $1.rssStartBytes = 4_000_000 }
    let results = fixture.results
    #expect(results.summary("rss_growth", of: "serial", in: cell)?.estimate.median == 194_304)
    #expect(results.summary("peak_rss", of: "serial", in: cell) == nil)
  }

  @Test("six rounds of several arms have ratios without a verdict")
  func quick() throws {
    var fixture = RunFixture()
    fixture.rounds = 6
    fixture.speed["thread-pool"] = 2
    let row = try #require(fixture.results.summary("throughput", of: "thread-pool", in: cell))
    #expect(row.comparison.median != nil)
    #expect(row.comparison.interval == nil && row.comparison.verdict == nil)
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
    #expect(row.estimate.rounds == 10)
    #expect((try #require(row.comparison.median) - 1).magnitude < 0.001)
  }

  @Test("efficiency is the serial arm's service time, spread over the width, over the measured time")
  func efficiency() throws {
    var fixture = RunFixture()
    let sleep = Cell(workload: "sleep", distribution: "fixed", taskDurationNs: 500_000, width: .bounded(2))
    fixture.cells = [sleep]
    // Nominal: 1000 tasks of 0.5 ms, two at once, are 250 ms; measured are 300 ms.
    let nominal = try #require(fixture.results.summary("efficiency", of: "serial", in: sleep))
    #expect((nominal.estimate.median - 250.0 / 300).magnitude < 1e-4, "runs of schema 1 name no serial arm")
    fixture.facts.add(EnvironmentFacts.Key.serialArm, "serial")
    fixture.adjust = { if $0.arm.label == "serial" { $1.serviceNs = [HistogramBucket(value: 510_000, count: 9)] } }
    let row = try #require(fixture.results.summary("efficiency", of: "thread-pool", in: sleep))
    #expect((row.estimate.median - 255.0 / 300).magnitude < 1e-4)
  }

  @Test("debug rows are summarised, warm-up rows are not")
  func phases() throws {
    var fixture = RunFixture()
    fixture.adjust = {
      $1.status = .debug
      if $0.phase == .warmup { $1.batchNs = 1 }
    }
    #expect(try #require(fixture.results.summary("throughput", of: "serial", in: cell)).estimate.median < 4_000)
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
