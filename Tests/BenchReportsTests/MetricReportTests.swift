import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchReports
import Testing

@Suite("The tables of single metrics")
struct MetricReportTests {
  @Test("have the median with its interval, the ratio with its own, and the verdict of each arm")
  func golden() throws {
    var fixture = RunFixture()
    fixture.speed["thread-pool"] = 1.5
    let results = fixture.results
    let text = ConsoleRenderer.text(
      RunReport.report(results, metrics: try Metric.named(["throughput", "roundtrip_p99"])))
    let expected = """
      throughput (higher is better), noop, 2 at once; 14 rounds
      arm                            median           vs serial  verdict   rounds  disturbed
      serial          3.33 k/s [3.30, 3.35]                   -  baseline      14          0
      thread-pool     5.00 k/s [4.95, 5.03]  1.50x [1.50, 1.50]  better        14          0
      serial-control  3.33 k/s [3.30, 3.35]  1.00x [1.00, 1.00]  same          14          0

      roundtrip_p99 (lower is better), noop, 2 at once; 14 rounds
      """
    #expect(text.hasPrefix(expected), "\(text)")
    #expect(text.contains("pooled over 1400 samples"))
    #expect(text.contains("vs serial: the value over that of the same round"))
  }

  @Test("a metric that was not measured is answered with those that were")
  func notMeasured() throws {
    let runs = [RunFixture().results]
    let error = #expect(throws: UnknownName.self) { try runs.check(metrics: try Metric.named(["workers_pss"])) }
    #expect(error?.description.contains("choose one of throughput, roundtrip_p50") == true)
    #expect(throws: UnknownName("metric", "speed", known: Metric.all.map(\.name))) { try Metric.named(["speed"]) }
  }
}
