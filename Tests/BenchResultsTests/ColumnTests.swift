import BenchModel
import Testing

@testable import BenchResults

@Suite("Columns")
struct ColumnTests {
  // Typed from the contract, and not from the sources.
  private static let repetitions = """
    schema_version, run_id, seq, round, position, phase, arm, is_control, strategy, start_method, allocator, commit,
    binary_sha256, workload, distribution, task_duration_ns, task_iterations_n, payload_bytes, width_n, width_effective_n,
    submission, chunk_n, inflight_n, tasks_n, warmup_tasks_n, stamp_every_n, latency_mode, offered_rate_per_s, seed, t_start_ns,
    startup_ns, batch_ns, teardown_ns, throughput_per_s, roundtrip_n, roundtrip_p50_ns, roundtrip_p99_ns, roundtrip_idle_p50_ns,
    latency_n, latency_p50_ns, latency_p90_ns, latency_p99_ns, latency_p999_ns, latency_max_ns, queue_p50_ns, service_p50_ns,
    spawn_n, spawn_p50_ns, spawn_p99_ns, reap_p50_ns, cpu_user_ns, cpu_system_ns, startup_cpu_ns, teardown_cpu_ns,
    ctx_voluntary_n, ctx_involuntary_n, minor_faults_n, major_faults_n, peak_rss_bytes, workers_pss_bytes, alloc_n, alloc_bytes,
    processes_spawned_n, threads_spawned_n, canary_ns, steal_ns, throttled_n, is_disturbed, checksum, checksum_tasks_n, status,
    status_detail, host_id, started_at, result_mode, rss_start_bytes, psi_ns, watched_ns
    """
  private static let summary = """
    schema_version, run_id, started_at, host_id, cpu_model, workload, distribution, task_duration_ns, payload_bytes,
    width_n, arm, strategy, start_method, allocator, commit, metric, unit, direction, rounds_n, disturbed_n, pooled_n, median,
    ci_low, ci_high, ci_level_pct, min, max, mad, cv_pct, outliers_n, baseline_arm, ratio_median, ratio_ci_low, ratio_ci_high,
    verdict, stability, tasks_n, result_mode, offered_rate_per_s, arrivals, width_label, ratio_ci_level_pct
    """

  private func names(_ text: String) -> [String] {
    text.split { $0 == "," || $0.isWhitespace }.map(String.init)
  }

  @Test("reps.csv and summary.csv have the promised columns in the promised order")
  func order() {
    #expect(Table.repetitions.header == names(Self.repetitions))
    #expect(Table.summary.header == names(Self.summary))
    #expect(Table.environment.header == ["schema_version", "key", "value"])
    #expect(Table.histograms.header == names("schema_version run_id seq measurement value_ns count_n"))
  }

  @Test("every file begins with the schema's version", arguments: Table.all)
  func version(table: Table) {
    #expect(table.header.first == "schema_version")
    #expect(TableRow(table)[integer: "schema_version"] == 2)
  }

  @Test("names are lower case with underscores, and no name comes twice", arguments: Table.all)
  func spelling(table: Table) {
    for name in table.header {
      #expect(name.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil)
    }
    #expect(Set(table.header).count == table.header.count)
  }

  @Test("a number of reps.csv is an identifier or ends in its unit")
  func units() {
    let identifiers: Set = ["schema_version", "seq", "round", "position", "seed"]
    for column in Table.repetitions.columns where column.kind == .integer || column.kind == .decimal {
      #expect(column.unit != nil || identifiers.contains(column.name), "\(column.name)")
    }
  }

  @Test("a field is checked by its column's kind")
  func fields() throws {
    let columns = Dictionary(uniqueKeysWithValues: Table.repetitions.columns.map { ($0.name, $0) })
    let batch = try #require(columns["batch_ns"])
    #expect(batch.accepts("12") && batch.accepts("-1") && batch.accepts(""))
    #expect(!batch.accepts("1.5") && !batch.accepts("1e3") && !batch.accepts("+1") && !batch.accepts(" 1"))
    let rate = try #require(columns["throughput_per_s"])
    #expect(rate.accepts("1.5") && rate.accepts("3") && !rate.accepts("1,5") && !rate.accepts("1e5"))
    #expect(!rate.accepts("1.") && !rate.accepts(".5") && !rate.accepts("nan"))
    let status = try #require(columns["status"])
    #expect(status.accepts("wrong_result") && !status.accepts("fine") && !status.accepts(""))
    let control = try #require(columns["is_control"])
    #expect(control.accepts("0") && control.accepts("1") && !control.accepts("true"))
  }

  @Test("reading names the column of a wrong header and of a wrong field")
  func reading() {
    #expect(
      throws: CsvError(file: "e.csv", line: 1, problem: .header(column: 2, found: "name", expected: "key"))
    ) {
      try Table.environment.rows(of: Array("schema_version,name,value\n".utf8), file: "e.csv")
    }
    #expect(throws: CsvError(file: "e.csv", line: 1, problem: .headerLength(found: 2, expected: 3))) {
      try Table.environment.rows(of: Array("schema_version,key\n".utf8), file: "e.csv")
    }
    let wrong = CsvError.Problem.field(column: "schema_version", value: "x", expected: "a whole number")
    #expect(throws: CsvError(file: "e.csv", line: 2, problem: wrong)) {
      try Table.environment.rows(of: Array("schema_version,key,value\nx,a,b\n".utf8), file: "e.csv")
    }
  }
}
