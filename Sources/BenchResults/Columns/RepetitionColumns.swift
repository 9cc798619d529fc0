import BenchModel

extension Table {
  /// `reps.csv`: one row for each repetition, written as it ends.
  package static let repetitions = Table(
    fileName: "reps.csv",
    columns: identityColumns + shapeColumns + timeColumns + distributionColumns + resourceColumns + outcomeColumns
      + laterColumns)

  private static let notMeasured = "not measured"
  private static let ignored = "the workload has no such parameter"

  private static let identityColumns = [
    Column("schema_version", .integer, "version of the file's columns"),
    Column("run_id", .text, "the run: when it was created, and ten random characters (four in older runs)"),
    Column("seq", .integer, "number of the repetition in the plan; unique in the file"),
    Column("round", .integer, "0 is the warm-up round; measure rounds count from 1; the alloc round comes last"),
    Column("position", .integer, "place of the arm in its round's order, from 0"),
    Column("phase", .choice(["warmup", "measure", "alloc"]), "what the repetition is for; only `measure` is judged"),
    Column("arm", .text, "label of the arm"),
    Column("is_control", .boolean, "1: a second copy of the baseline"),
    Column("strategy", .text, "strategy of the arm", empty: "the arm names none"),
    Column("start_method", .text, "how the strategy starts processes", empty: "it starts none"),
    Column("allocator", .text, "allocator of the arm", empty: "unknown"),
    Column(
      "commit", .text,
      "git commit that the arm's program was built from, `-dirty` behind it if its sources were changed",
      empty: "unknown"),
    Column("binary_sha256", .text, "SHA-256 of the arm's executable", empty: "unknown"),
  ]

  private static let shapeColumns = [
    Column("workload", .text, "name of the workload"),
    Column("distribution", .text, "distribution of task durations", empty: ignored),
    Column("task_duration_ns", .integer, "nominal duration of one task", empty: ignored),
    Column(
      "task_iterations_n", .integer, "iterations of the calibrated kernel per task", empty: "not a calibrated kernel"),
    Column("payload_bytes", .integer, "bytes that go with each task", empty: ignored),
    Column("width_n", .integer, "units that may be alive at once", empty: "`--width unbounded`"),
    Column(
      "width_effective_n", .integer, "largest number of tasks that ran at once",
      empty: "not every task was stamped, or tasks are shorter than 20 us"),
    Column("submission", .choice(["single", "map"]), "one call for each task, or one for all", empty: notMeasured),
    Column(
      "chunk_n", .integer,
      "tasks that travelled together, on average: counted, or 1 where each task has a unit of its own",
      empty: "unknown"),
    Column("inflight_n", .integer, "tasks handed in and not yet done, at most", empty: "no limit, or unknown"),
    Column("tasks_n", .integer, "tasks of the batch (N)"),
    Column("warmup_tasks_n", .integer, "tasks before the measurement, not counted"),
    Column("stamp_every_n", .integer, "one task in so many carries time stamps"),
    Column("latency_mode", .choice(["batch", "open"]), "all tasks at once, or arrivals at a rate (open loop)"),
    Column("offered_rate_per_s", .decimal, "rate of arrivals", empty: "batch mode"),
    Column("seed", .integer, "seed of the tasks' values"),
  ]

  private static let timeColumns = [
    Column("t_start_ns", .integer, "when the batch began (CLOCK_MONOTONIC)", empty: notMeasured),
    Column("startup_ns", .integer, "until the first task could run at full width", empty: notMeasured),
    Column("batch_ns", .integer, "from the first submit to the last result of the batch", empty: notMeasured),
    Column("teardown_ns", .integer, "until every thread was joined and every child reaped", empty: notMeasured),
    Column("throughput_per_s", .decimal, "`tasks_n` over `batch_ns`", empty: notMeasured),
  ]

  private static let distributionColumns = [
    Column("roundtrip_n", .integer, "single tasks run back to back", empty: notMeasured),
    Column("roundtrip_p50_ns", .integer, "median of their times", empty: notMeasured),
    Column("roundtrip_p99_ns", .integer, "99th percentile of their times", empty: "fewer than 1,000 samples"),
    Column(
      "roundtrip_idle_p50_ns", .integer, "median of single tasks after 10 ms of idleness each", empty: notMeasured),
    Column("latency_n", .integer, "stamped tasks of the batch", empty: notMeasured),
    Column(
      "latency_p50_ns", .integer, "median of end - submit; in batch mode it grows with `tasks_n`", empty: notMeasured),
    Column("latency_p90_ns", .integer, "90th percentile of the same", empty: "fewer than 100 samples"),
    Column("latency_p99_ns", .integer, "99th percentile of the same", empty: "fewer than 1,000 samples"),
    Column("latency_p999_ns", .integer, "99.9th percentile of the same", empty: "fewer than 10,000 samples"),
    Column("latency_max_ns", .integer, "largest of the same", empty: notMeasured),
    Column("queue_p50_ns", .integer, "median of start - submit", empty: notMeasured),
    Column("service_p50_ns", .integer, "median of end - start", empty: notMeasured),
    Column(
      "spawn_n", .integer, "units (processes or threads) whose creation was timed", empty: "the strategy creates none"),
    Column("spawn_p50_ns", .integer, "median from creating a unit to its first own instruction", empty: notMeasured),
    Column("spawn_p99_ns", .integer, "99th percentile of the same", empty: "fewer than 1,000 samples"),
    Column(
      "reap_p50_ns", .integer, "median from the order to end to the unit's collection",
      empty: "no unit is ordered to end, or not measured"),
  ]

  private static let resourceColumns = [
    Column("cpu_user_ns", .integer, "user CPU time of the batch, children included", empty: notMeasured),
    Column("cpu_system_ns", .integer, "system CPU time of the batch, children included", empty: notMeasured),
    Column("startup_cpu_ns", .integer, "CPU time of the start-up", empty: notMeasured),
    Column("teardown_cpu_ns", .integer, "CPU time of the tear-down", empty: notMeasured),
    Column("ctx_voluntary_n", .integer, "voluntary context switches of the batch", empty: notMeasured),
    Column("ctx_involuntary_n", .integer, "involuntary context switches of the batch", empty: notMeasured),
    Column("minor_faults_n", .integer, "page faults of the batch without input or output", empty: notMeasured),
    Column("major_faults_n", .integer, "page faults of the batch with input or output", empty: notMeasured),
    Column(
      "peak_rss_bytes", .integer,
      "largest resident memory of the repetition's process (VmHWM); of the batch alone if `rss_start_bytes` is there",
      empty: notMeasured),
    Column(
      "workers_pss_bytes", .integer, "proportional memory (Pss) of the live workers at the end of the batch",
      empty: "no persistent worker processes"),
    Column("alloc_n", .integer, "heap allocations of the batch", empty: "not phase `alloc`, or not jemalloc"),
    Column("alloc_bytes", .integer, "heap bytes allocated by the batch", empty: "not phase `alloc`, or not jemalloc"),
    Column("processes_spawned_n", .integer, "processes that the strategy created", empty: notMeasured),
    Column("threads_spawned_n", .integer, "threads that the strategy created", empty: notMeasured),
  ]

  private static let outcomeColumns = [
    Column(
      "canary_ns", .integer, "time of a fixed computation on all processors just before the repetition",
      empty: notMeasured),
    Column("steal_ns", .integer, "CPU time that the hypervisor took meanwhile", empty: "unavailable"),
    Column("throttled_n", .integer, "times that the cgroup's quota stopped the repetition", empty: "unavailable"),
    Column(
      "is_disturbed", .boolean, "1: canary over 1.25 times the run's median, steal over 2 %, or throttled"),
    Column(
      "checksum", .text, "sum over the first `checksum_tasks_n` values, 16 hexadecimal digits", empty: "none reported"),
    Column("checksum_tasks_n", .integer, "tasks that the checksum covers", empty: "none reported"),
    Column(
      "status", .choice(["ok", "failed", "timeout", "wrong_result", "unsupported", "malformed", "debug"]),
      "how the repetition ended; `debug`: ended well in a debug build, whose figures are worthless"),
    Column("status_detail", .text, "one line: what went wrong", empty: "nothing went wrong"),
  ]

  /// Columns that were appended after schema 1.
  private static let laterColumns = [
    Column("host_id", .text, "salted hash of the machine's identity", empty: "unknown", since: 2),
    Column("started_at", .timestamp, "when the repetition started", empty: "unknown", since: 2),
    Column(
      "result_mode", .choice(ResultMode.allCases.map(\.rawValue)),
      "`each`: every task has a result that somebody waits for; `all`: one wait for the whole batch",
      empty: "unknown", since: 2),
    Column(
      "rss_start_bytes", .integer, "resident memory as the batch begins",
      empty: "not measured, or the peak cannot be reset",
      since: 2),
    Column("psi_ns", .integer, "time that tasks waited for a processor meanwhile", empty: "unavailable", since: 2),
    Column(
      "watched_ns", .integer, "the stretch that `steal_ns`, `throttled_n` and `psi_ns` belong to",
      empty: "not measured",
      since: 2),
  ]
}
