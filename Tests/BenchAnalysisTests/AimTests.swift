import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchResults
import BenchStatistics
import Testing

@Suite("Aims are judged by intervals")
struct AimTests {
  // In round k the pool's start-up takes k times 40 us, that of serial 40 us: the ratios of 14 rounds are 1 to 14. By hand, as
  // for any sample of 14: from the 3rd to the 12th value at 98.7 %, from the 2nd to the 13th at 99.8 %; the median is the
  // geometric mean of 7 and 8.
  private func fixture(rounds: Int = 14) -> RunFixture {
    var fixture = RunFixture()
    fixture.rounds = rounds
    fixture.adjust = { if $0.arm.label == "thread-pool" { $1.startupNs = 40_000 * $0.round } }
    return fixture
  }

  private func aim(_ bound: Aim.Bound, against: String? = "serial", workload: String = "noop") throws -> Aim {
    let startup = try #require(Metric.named("startup"))
    return Aim(
      cells: CellSelector(workload: workload), metric: startup, arm: "thread-pool",
      against: against.map { Aim.Reference(arm: $0, metric: startup) }, bound: bound)
  }

  private func judge(_ aims: Aim...) throws -> [AimResult] { AimReview(aims, of: fixture().results).results }

  @Test(
    "an aim is met by the whole interval, missed by none of it, and else undecided",
    arguments: [
      (Aim.Bound.atMost(12), AimVerdict.met), (.atMost(11.9), .undecided), (.atMost(3), .undecided),
      (.atMost(2.9), .missed), (.atLeast(3), .met), (.atLeast(3.1), .undecided), (.atLeast(12), .undecided),
      (.atLeast(12.1), .missed),
    ])
  func verdicts(bound: Aim.Bound, verdict: AimVerdict) throws {
    let result = try #require(try judge(try aim(bound)).first)
    #expect(result.verdict == verdict)
    #expect(result.interval?.low == 3 && result.interval?.high == 12 && result.rounds == 14)
    #expect((try #require(result.median) - 56.0.squareRoot()).magnitude < 1e-9)
  }

  @Test("the intervals of all aims hold together: the fourth aim widens them")
  func bonferroni() throws {
    let one = try aim(.atMost(12))
    #expect(try judge(one, one, one).allSatisfy { $0.interval?.low == 3 && $0.verdict == .met })
    #expect(try judge(one, one, one, one).allSatisfy { $0.interval?.low == 2 && $0.verdict == .undecided })
    let absent = try aim(.atMost(1), workload: "sleep")
    #expect(try judge(one, one, one, absent).prefix(3).allSatisfy { $0.verdict == .met })
  }

  @Test("an aim without another arm bounds the value itself")
  func absolute() throws {
    let result = try #require(try judge(try aim(.atMost(480_000), against: nil)).first)
    #expect(result.verdict == .met && result.interval?.low == 120_000 && result.interval?.high == 480_000)
  }

  @Test("another metric of the other arm can be the reference")
  func otherMetric() throws {
    var aim = try aim(.atMost(1))
    aim.against = Aim.Reference(arm: "serial", metric: try #require(Metric.named("teardown")))
    // 40 us times 1 to 14 over 20 us.
    #expect(try judge(aim).first?.interval?.low == 6)
  }

  @Test("rounds in which one of the two is missing do not count, and too few rounds decide nothing")
  func rounds() throws {
    let aim = try aim(.atMost(12))
    let few = AimReview([aim], of: fixture(rounds: 5).results).results
    #expect(few.first?.verdict == .undecided && few.first?.obstacle == .tooFewRounds(needed: 6))
    var gaps = fixture()
    let adjust = gaps.adjust
    gaps.adjust = {
      adjust($0, &$1)
      if $0.arm.label == "serial", $0.round.isMultiple(of: 2) { $1 = RepetitionRecord(status: .failed) }
    }
    #expect(AimReview([aim], of: gaps.results).results.first?.rounds == 7)
  }

  @Test("what was not run is undecided and says why")
  func absent() throws {
    let noCell = try #require(try judge(try aim(.atMost(1), workload: "sleep")).first)
    #expect(noCell.verdict == .undecided && noCell.obstacle == .noCell && noCell.cell == nil)
    let noArm = try #require(try judge(try aim(.atMost(1), against: "nobody")).first)
    #expect(noArm.verdict == .undecided && noArm.obstacle == .noValues)
  }

  @Test("an aim that fits several cells is judged in each of them")
  func cells() throws {
    var fixture = fixture()
    fixture.cells = [1, 2, 3].map { Cell(workload: "noop", width: .bounded($0)) }
    #expect(AimReview([try aim(.atMost(12))], of: fixture.results).results.count == 3)
    var narrow = try aim(.atMost(12))
    narrow.cells.width = .bounded(2)
    #expect(AimReview([narrow], of: fixture.results).results.map(\.cell?.width) == [.bounded(2)])
  }
}

@Suite("A file of aims is read, and what is wrong in it is named by its place")
struct AimFileTests {
  @Test("everything that an aim has")
  func whole() throws {
    let aims = try AimFile.parse(
      """
      [{"workload": "payload", "task_duration": "1ms", "payload": "1MiB", "width": 2, "metric": "startup", "arm": "a",
        "against": "b", "against_metric": "roundtrip_p50", "at_most": 2.5, "note": "n"},
       {"workload": "noop", "width": "unbounded", "metric": "throughput", "arm": "a", "at_least": 7}]
      """.utf8)
    let startup = try #require(Metric.named("startup"))
    let trip = try #require(Metric.named("roundtrip_p50"))
    let throughput = try #require(Metric.named("throughput"))
    let cells = CellSelector(
      workload: "payload", taskDurationNs: 1_000_000, payloadBytes: 1_048_576, width: .bounded(2))
    #expect(
      aims == [
        Aim(
          cells: cells, metric: startup, arm: "a", against: Aim.Reference(arm: "b", metric: trip), bound: .atMost(2.5),
          note: "n"),
        Aim(
          cells: CellSelector(workload: "noop", width: .unbounded), metric: throughput, arm: "a", bound: .atLeast(7)),
      ])
  }

  @Test(arguments: [
    ("{}", "expected a JSON list"), (#"[{"arm": "a"}]"#, "aims[0].metric: this key is required"),
    (#"[{"workload": "w", "metric": "speed", "arm": "a", "at_least": 1}]"#, "aims[0].metric: unknown metric 'speed'"),
    (#"[{"workload": "w", "metric": "roundtrip_p99", "arm": "a", "at_least": 1}]"#, "has no value of its own"),
    (#"[{"workload": "w", "metric": "startup", "arm": "a"}]"#, "aims[0]: give one of at_least and at_most"),
    (
      #"[{"workload": "w", "metric": "startup", "arm": "a", "at_least": 1, "at_most": 2}]"#,
      "aims[0]: give one of at_least and at_most"
    ),
    (#"[{"workload": "w", "metric": "startup", "arm": "a", "at_least": "1"}]"#, "aims[0].at_least: expected a number"),
    (#"[{"workload": "w", "metric": "startup", "arm": "a", "at_least": 0}]"#, "aims[0].at_least: expected a number"),
    (#"[{"workload": "w", "metric": "startup", "arm": 3, "at_least": 1}]"#, "aims[0].arm: expected a string"),
    (#"[{"workload": "w", "metric": "startup", "arm": "a", "width": 0.5, "at_least": 1}]"#, "aims[0].width: expected"),
    (
      #"[{"workload": "w", "metric": "startup", "arm": "a", "task_duration": "soon", "at_least": 1}]"#,
      "aims[0].task_duration: expected a duration"
    ),
    (
      #"[{"workload": "w", "metric": "startup", "arm": "a", "against_metric": "teardown", "at_least": 1}]"#,
      "aims[0].against_metric: needs the key against"
    ),
    (
      #"[{"workload": "w", "metric": "startup", "arm": "a", "against": "b", "against_metric": "throughput"}]"#,
      "aims[0].against_metric: throughput has the unit per_s"
    ),
    (#"[{"workload": "w", "metric": "startup", "arm": "a", "at_lest": 1}]"#, "aims[0].at_lest: unknown key"),
  ])
  func wrong(json: String, message: String) {
    let error = #expect(throws: AimFileError.self) { try AimFile.parse(json.utf8) }
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }

  @Test("a run keeps its aims, and a run without them has none")
  func stored() throws {
    let folder = TemporaryFolder()
    let directory = try RunDirectory.create(at: folder.file("run"))
    #expect(try directory.aims() == nil)
    let text = #"[{"workload": "noop", "metric": "throughput", "arm": "a", "at_least": 7}]"#
    try directory.write(Array(text.utf8), to: .aims)
    #expect(try directory.aims()?.map(\.arm) == ["a"])
  }
}
