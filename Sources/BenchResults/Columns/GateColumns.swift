import BenchModel

extension Table {
  /// `gate.csv`: one row for each test of a gate, written at its end.
  package static let gate = Table(
    fileName: "gate.csv",
    columns: [
      Column("schema_version", .integer, "version of the file's columns"),
      Column("run_id", .text, "the gate"),
      Column("strategy", .text, "what base and head ran"),
      Column("workload", .text, "name of the workload", empty: overCells),
      Column("distribution", .text, "distribution of task durations", empty: "as `task_duration_ns`"),
      Column("task_duration_ns", .integer, "nominal duration of one task", empty: "\(overCells), or no such parameter"),
      Column("payload_bytes", .integer, "bytes that go with each task", empty: "as `task_duration_ns`"),
      Column("width_n", .integer, "units that may be alive at once", empty: "no bound"),
      Column("metric", .choice(Metric.all.map(\.name)), "what is judged"),
      Column("standing", .choice(standings), "what came of the test"),
      Column("threshold_pct", .decimal, "the change from which on it may be called a regression"),
      Column("must_find_pct", .decimal, "the change that a pass excludes"),
      Column("change_pct", .decimal, "estimate of head over base; above 0 is worse", empty: "no pair of values"),
      Column("lower_pct", .decimal, "lower limit of the change at 97.5 %", empty: "too few rounds"),
      Column(
        "upper_pct", .decimal, "upper limit of the change at 99 %: a larger one is excluded", empty: "too few rounds"),
      Column("screen_rounds_n", .integer, "rounds of the screen; first repetitions a side for allocations"),
      Column("confirm_rounds_n", .integer, "fresh rounds of the confirmation"),
      Column("unit", .text, "unit of the values", empty: "file of an earlier version", since: 2),
      Column(
        "base_value", .decimal, "median of the base, in the rounds that it was judged by", empty: noValue, since: 2),
      Column("head_value", .decimal, "median of the head, in the same rounds", empty: noValue, since: 2),
    ])

  private static let overCells = "the test is over all cells of a width"
  private static let noValue = "not measured"
  private static let standings = [
    "open", "pass", "regression", "improvement", "inconclusive", "unconfirmed", "missing",
  ]
}
