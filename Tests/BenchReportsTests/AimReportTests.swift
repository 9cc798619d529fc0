import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchReports
import Testing

@Suite("The lines about aims")
struct AimReportTests {
  @Test("each aim has a line with its verdict, its interval, its bound and its note")
  func lines() throws {
    var fixture = RunFixture()
    fixture.speed["thread-pool"] = 2
    let throughput = try #require(Metric.named("throughput"))
    let startup = try #require(Metric.named("startup"))
    let trip = try #require(Metric.named("roundtrip_p50"))
    func aim(
      _ workload: String, _ metric: Metric, _ against: Aim.Reference?, _ bound: Aim.Bound, _ note: String?
    ) -> Aim {
      Aim(
        cells: CellSelector(workload: workload), metric: metric, arm: "thread-pool", against: against, bound: bound,
        note: note)
    }
    let serial = Aim.Reference(arm: "serial", metric: throughput)
    let review = AimReview(
      [
        aim("noop", throughput, serial, .atLeast(1.5), "why"),
        aim("noop", startup, nil, .atMost(20_000), nil),
        aim("noop", startup, Aim.Reference(arm: "serial", metric: trip), .atMost(1), nil),
        aim("cpu", throughput, serial, .atLeast(1), nil),
      ], of: fixture.results)
    let cell = "noop, 2 at once"
    #expect(
      AimReport.lines(review) == [
        "Aims: 2 met, 1 missed, 1 undecided; intervals hold together at 95 %.",
        "  met        \(cell): throughput of thread-pool / serial 2.00x [2.00x, 2.00x], aim at least 1.50x (why)",
        "  missed     \(cell): startup of thread-pool 40.0 us [40.0 us, 40.0 us], aim at most 20.0 us",
        "  met        \(cell): startup of thread-pool / roundtrip_p50 of serial 0.800x [0.800x, 0.800x], aim at most 1.00x",
        "  undecided  cpu: throughput of thread-pool / serial not run: no such cell, aim at least 1.00x",
      ])
  }

  @Test("too few rounds are said, and without aims there is nothing to say")
  func few() throws {
    var fixture = RunFixture()
    fixture.rounds = 5
    let throughput = try #require(Metric.named("throughput"))
    let aim = Aim(
      cells: CellSelector(workload: "noop"), metric: throughput, arm: "thread-pool",
      against: Aim.Reference(arm: "serial", metric: throughput), bound: .atLeast(1))
    let lines = AimReport.lines(AimReview([aim], of: fixture.results))
    #expect(lines.last?.contains("1.00x in 5 rounds, and an interval needs 6") == true, "\(lines)")
    #expect(AimReport.lines(AimReview([], of: fixture.results)).isEmpty)
  }
}
