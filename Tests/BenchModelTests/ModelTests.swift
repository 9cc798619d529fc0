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
       "result_mode": "each", "rss_start_bytes": 7, "commit": "abc"}
      """
    let record = try decoder.decode(RepetitionRecord.self, from: Data(json.utf8))
    #expect(record.status == .wrongResult)
    #expect(record.batchNs == 5 && record.ctxVoluntaryN == 2 && record.peakRssBytes == 9 && record.widthEffectiveN == 2)
    #expect(record.resultMode == .each && record.rssStartBytes == 7 && record.commit == "abc")
    #expect(record.tasks == [TaskTimes(index: 0, submit: 1, start: 2, end: 3)])
  }

  @Test("a record and a spec without the keys that came later are read")
  func olderKeys() throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let record = try decoder.decode(
      RepetitionRecord.self, from: Data(#"{"protocol_version": 1, "status": "ok", "batch_ns": 5, "tasks_n": 2}"#.utf8))
    #expect(record.resultMode == nil && record.rssStartBytes == nil && record.commit == nil)
    let spec = """
      {"protocol_version": 1, "run_id": "r", "seq": 3, "round": 1, "phase": "measure", "arm": "serial",
       "workload": "noop", "width_n": 1, "width_limit_n": 8, "tasks_n": 5, "warmup_tasks_n": 0,
       "stamp_every_n": 1, "seed": 9, "roundtrip_max_n": 0, "roundtrip_max_ns": 0, "roundtrip_idle_n": 0,
       "roundtrip_idle_pause_ns": 0, "record_tasks": false}
      """
    #expect(try decoder.decode(RepetitionSpec.self, from: Data(spec.utf8)).resultMode == nil)
  }

  @Test("metric names are unique and known by name")
  func metrics() {
    #expect(Set(Metric.all.map(\.name)).count == Metric.all.count)
    #expect(Metric.named("throughput")?.direction == .higher)
    #expect(Metric.named("speed") == nil)
  }
}
