import BenchFixtures
import BenchModel
import BenchResults
import Testing

@Suite("Rows of repetitions")
struct RepetitionRowTests {
  private func outcome(_ adjust: (inout RepetitionOutcome) -> Void = { _ in }) -> RepetitionOutcome {
    // The first repetition of the first measure round.
    var outcome = RunFixture().outcomes[3]
    adjust(&outcome)
    return outcome
  }

  private func accepted(_ row: TableRow) -> Bool {
    zip(row.table.columns, row.fields).allSatisfy { $0.accepts($1) }
  }

  @Test("every row of a run fits its table", arguments: [RepetitionStatus.ok, .failed, .timeout, .unsupported, .debug])
  func fits(status: RepetitionStatus) {
    var fixture = RunFixture()
    fixture.adjust = { $1.status = status }
    #expect(fixture.outcomes.allSatisfy { accepted($0.row) && $0.histogramRows.allSatisfy(accepted) })
  }

  @Test("throughput is tasks over the batch's time")
  func throughput() {
    let row = outcome { $0.record.batchNs = 250_000_000 }.row
    #expect(row[text: "throughput_per_s"] == "4000")
  }

  @Test("not measured is empty, measured zero is 0")
  func emptiness() {
    let row = outcome {
      $0.record.startupNs = 0
      $0.record.teardownNs = nil
    }.row
    #expect(row[text: "startup_ns"] == "0")
    #expect(row[text: "teardown_ns"] == nil)
    #expect(row[text: "latency_n"] == nil)
    #expect(row[text: "width_n"] == "2")
    #expect(row[boolean: "is_disturbed"] == false)
  }

  @Test("percentiles stand only where the samples carry them")
  func percentiles() {
    let few = outcome { $0.record.latencyNs = (1...999).map { HistogramBucket(value: $0) } }.row
    #expect(few[integer: "latency_n"] == 999)
    #expect(few[integer: "latency_p50_ns"] == 500)
    #expect(few[integer: "latency_p90_ns"] == 900)
    #expect(few[integer: "latency_p99_ns"] == nil)
    #expect(few[integer: "latency_max_ns"] == 999)
    let many = outcome { $0.record.latencyNs = (1...1_000).map { HistogramBucket(value: $0) } }.row
    #expect(many[integer: "latency_p99_ns"] == 990)
    #expect(many[integer: "latency_p999_ns"] == nil)
  }

  @Test("a failure keeps its identity and its detail in one line")
  func failure() {
    let row = outcome {
      $0.record = RepetitionRecord(status: .failed, statusDetail: "exit 3\nbecause\tof\u{1B}[0m this")
    }.row
    #expect(row[text: "status"] == "failed")
    #expect(row[text: "status_detail"] == "exit 3 because of [0m this")
    #expect(row[integer: "tasks_n"] == 1_000)
    #expect(row[text: "throughput_per_s"] == nil)
  }

  @Test("an external arm has no strategy unless its record names one")
  func external() {
    let arm = Arm(label: "python", command: ["python3", "pool.py"])
    let row = outcome {
      $0.arm = arm
      $0.commit = nil
    }.row
    #expect(row[text: "strategy"] == nil)
    #expect(row[text: "allocator"] == nil)
    #expect(row[text: "commit"] == nil)
    #expect(accepted(row))
    let named = outcome {
      $0.arm = arm
      $0.record.strategy = "multiprocessing.Pool"
    }.row
    #expect(named[text: "strategy"] == "multiprocessing.Pool")
  }

  @Test("a histogram's rows keep every sample within 1 % of its value")
  func histograms() {
    let samples = [1, 99, 1_000, 123_456, 98_765_432, 3_600_000_000_000]
    let rows = outcome { outcome in
      outcome.record.roundtripNs = samples.map { HistogramBucket(value: $0, count: 3) }
      outcome.record.roundtripIdleNs = nil
    }.histogramRows
    #expect(rows.map { $0[integer: "count_n"] } == samples.map { _ in 3 })
    for (row, sample) in zip(rows, samples) {
      let value = row[integer: "value_ns"] ?? 0
      #expect(Double((value - sample).magnitude) <= Double(sample) * 0.01)
    }
    #expect(rows.allSatisfy { $0[text: "measurement"] == "roundtrip" })
  }

  @Test("only measured rounds that ended well have histograms")
  func judgedOnly() {
    #expect(outcome { $0.spec.phase = .warmup }.histogramRows.isEmpty)
    #expect(outcome { $0.record.status = .wrongResult }.histogramRows.isEmpty)
    #expect(!outcome { $0.record.status = .debug }.histogramRows.isEmpty)
  }

  @Test("each listed task is a row")
  func tasks() {
    let rows = outcome { $0.record.tasks = [TaskTimes(index: 4, submit: 10, start: 20, end: 30)] }.taskRows
    #expect(
      rows.map(\.fields) == [["2", "20260131T080509Z-test", "3", "1", "thread-pool", "noop", "4", "10", "20", "30"]])
  }
}
