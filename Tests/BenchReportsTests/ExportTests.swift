import BenchAnalysis
import BenchFixtures
import BenchModel
import BenchReports
import BenchResults
import Testing

@Suite("Exports have the shape that the services document")
struct ExportTests {
  /// An entry of github-action-benchmark; decoding fails if a required key is missing or of another type.
  private struct Entry: Decodable {
    let name: String
    let unit: String
    let value: Double
    let range: String?
    let extra: String?
  }

  /// A measure of Bencher Metric Format; of its keys `value` is required.
  private struct Measure: Decodable {
    let value: Double
    let lowerValue: Double?
    let upperValue: Double?
  }

  private func export(_ format: ExportFormat, _ metrics: String..., fixture: RunFixture = RunFixture()) throws -> String
  {
    try format.text(fixture.results, metrics: try Metric.named(metrics))
  }

  @Test("github-action-benchmark: an array of name, unit and value, with a range that the action reads as a number")
  func gitHubActionBenchmark() throws {
    let text = try export(.gitHubActionBenchmark, "throughput")
    let entries = try SnakeCaseJSON.decode([Entry].self, from: text.utf8)
    #expect(entries.map(\.name) == ["noop width 2 / serial / throughput", "noop width 2 / thread-pool / throughput"])
    #expect(entries.allSatisfy { $0.unit == "tasks/s" && $0.value == 3333.33 })
    let range = try #require(entries[0].range)
    #expect(range.hasPrefix("± ") && Double(range.dropFirst(2)) != nil, "\(range)")
    #expect(entries[1].extra?.contains("vs serial: 1.00x") == true)
  }

  @Test("github-action-benchmark takes one direction for a file, so metrics of both are refused")
  func directions() throws {
    let error = #expect(throws: ExportError.self) { try export(.gitHubActionBenchmark, "throughput", "startup") }
    #expect(error?.description.contains("throughput and startup") == true)
    #expect(throws: Never.self) { try export(.gitHubActionBenchmark, "startup", "teardown") }
    #expect(throws: Never.self) { try export(.bencher, "throughput", "startup") }
  }

  @Test("bencher: benchmarks of measures of values with their limits")
  func bencher() throws {
    let text = try export(.bencher, "throughput", "roundtrip_p99")
    let all = try SnakeCaseJSON.decode([String: [String: Measure]].self, from: text.utf8)
    #expect(all.keys.sorted() == ["noop width 2 / serial", "noop width 2 / thread-pool"])
    let measures = try #require(all["noop width 2 / serial"])
    #expect(text.contains("\"roundtrip_p99\"") && text.contains("\"lower_value\"") && text.contains("\"upper_value\""))
    #expect(measures.count == 2)
    let throughput = try #require(measures["throughput"])
    #expect(
      try #require(throughput.lowerValue) <= throughput.value && throughput.value <= #require(throughput.upperValue))
  }

  @Test("names of cells that differ in anything differ")
  func names() throws {
    var fixture = RunFixture()
    fixture.cells = ["fixed", "exponential"].flatMap { distribution in
      [Width.bounded(2), .unbounded].map {
        Cell(workload: "cpu", distribution: distribution, taskDurationNs: 1_000, width: $0)
      }
    }
    let text = try export(.gitHubActionBenchmark, "throughput", fixture: fixture)
    let names = try SnakeCaseJSON.decode([Entry].self, from: text.utf8).map(\.name)
    #expect(names.count == 8 && Set(names).count == 8)
  }
}
