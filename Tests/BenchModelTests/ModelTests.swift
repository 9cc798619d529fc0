import BenchModel
import FoundationEssentials
import Testing

@Suite("The nouns keep their form on disk")
struct ModelTests {
  @Test("a label of letters, digits and . _ @ + - is one; anything else is not")
  func labels() {
    for label in ["serial", "process-per-task@forkserver", "python3.13", "a", "x+jemalloc"] {
      #expect(Arm.isValidLabel(label), "\(label)")
    }
    for label in ["", "-a", "a b", "a,b", "\u{e4}", "a/b", ".x"] { #expect(!Arm.isValidLabel(label), "\(label)") }
  }

  @Test("an unbounded width is null and comes back")
  func width() throws {
    let cell = Cell(workload: "noop", width: .unbounded)
    let json = try JSONEncoder().encode([cell, Cell(workload: "noop", width: .bounded(3))])
    let back = try JSONDecoder().decode([Cell].self, from: json)
    #expect(back.map(\.width) == [.unbounded, .bounded(3)])
  }

  @Test("samples are read as plain numbers and as pairs")
  func buckets() throws {
    let buckets = try JSONDecoder().decode([HistogramBucket].self, from: Data("[5, [7, 3]]".utf8))
    #expect(buckets == [HistogramBucket(value: 5), HistogramBucket(value: 7, count: 3)])
  }

  @Test("the record's keys are those of PROTOCOL.md")
  func recordKeys() throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let json = """
      {"protocol_version": 1, "status": "wrong_result", "batch_ns": 5, "ctx_voluntary_n": 2, "peak_rss_bytes": 9,
       "tasks": [[0, 1, 2, 3]], "roundtrip_idle_ns": [4], "width_effective_n": 2,
       "result_mode": "each"}
      """
    let record = try decoder.decode(RepetitionRecord.self, from: Data(json.utf8))
    #expect(record.status == .wrongResult)
    #expect(record.batchNs == 5 && record.ctxVoluntaryN == 2 && record.peakRssBytes == 9 && record.widthEffectiveN == 2)
    #expect(record.resultMode == .each)
    #expect(record.tasks == [TaskTimes(index: 0, submit: 1, start: 2, end: 3)])
  }

  @Test("metric names are unique and known by name")
  func metrics() {
    #expect(Set(Metric.all.map(\.name)).count == Metric.all.count)
    #expect(Metric.named("throughput")?.direction == .higher)
    #expect(Metric.named("speed") == nil)
  }
}
