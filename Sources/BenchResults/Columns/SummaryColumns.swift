import BenchModel

extension Table {
  /// `summary.csv`: one row for each cell, arm and metric, derived from reps.csv and histograms.csv.
  package static let summary = Table(
    fileName: "summary.csv", columns: subjectColumns + estimateColumns + comparisonColumns + laterColumns)

  private static let single = "a pooled percentile, or a single value"
  private static let ignored = "the workload has no such parameter"

  private static let subjectColumns = [
    Column("schema_version", .integer, "version of the file's columns"),
    Column("run_id", .text, "the run"),
    Column("started_at", .timestamp, "when the run started", empty: "unknown"),
    Column("host_id", .text, "salted hash of the host's identity", empty: "unknown"),
    Column("cpu_model", .text, "model name of the CPU", empty: "unknown"),
    Column("workload", .text, "name of the workload"),
    Column("distribution", .text, "distribution of task durations", empty: ignored),
    Column("task_duration_ns", .integer, "nominal duration of one task", empty: ignored),
    Column("payload_bytes", .integer, "bytes that go with each task", empty: ignored),
    Column("width_n", .integer, "units that may be alive at once", empty: "`--width unbounded`"),
    Column("arm", .text, "label of the arm"),
    Column("strategy", .text, "strategy of the arm", empty: "the arm names none"),
    Column("start_method", .text, "how the strategy starts processes", empty: "it starts none"),
    Column("allocator", .text, "allocator of the arm", empty: "unknown"),
    Column("commit", .text, "git commit that the arm's program was built from", empty: "unknown"),
    Column("metric", .choice(Metric.all.map(\.name)), "what the row is about"),
    Column(
      "unit", .choice(["per_s", "ns", "bytes", "n", "ratio"]),
      "unit of `median`, `ci_low`, `ci_high`, `min`, `max`, `mad`"),
    Column("direction", .choice(["lower", "higher"]), "which way is better"),
  ]

  private static let estimateColumns = [
    Column("rounds_n", .integer, "repetitions that the row rests on"),
    Column("disturbed_n", .integer, "how many of them were disturbed"),
    Column("pooled_n", .integer, "samples pooled over rounds", empty: "not a pooled percentile"),
    Column("median", .decimal, "median over rounds; the pooled percentile; or the single value"),
    Column("ci_low", .decimal, "lower end of the median's interval", empty: "fewer than six rounds, or \(single)"),
    Column("ci_high", .decimal, "upper end of the median's interval", empty: "as `ci_low`"),
    Column("ci_level_pct", .decimal, "exact level of that interval, at least 95", empty: "as `ci_low`"),
    Column("min", .decimal, "smallest round", empty: single),
    Column("max", .decimal, "largest round", empty: single),
    Column("mad", .decimal, "median absolute deviation from the median, unscaled", empty: single),
    Column("cv_pct", .decimal, "standard deviation over mean", empty: "\(single), one round, or a mean of 0"),
    Column("outliers_n", .integer, "rounds outside Tukey's fences; counted, never dropped", empty: single),
  ]

  private static let comparisonColumns = [
    Column("baseline_arm", .text, "label of the arm that the ratio refers to"),
    Column(
      "ratio_median", .decimal,
      "median over rounds of arm / baseline, paired by round; pooled and single values: their ratio",
      empty: "the baseline itself, or nothing to compare"),
    Column(
      "ratio_ci_low", .decimal, "lower end of the ratio's interval", empty: "too few rounds for the level, or \(single)"
    ),
    Column("ratio_ci_high", .decimal, "upper end of the ratio's interval", empty: "as `ratio_ci_low`"),
    Column(
      "verdict", .choice(Verdict.allCases.map(\.rawValue)), "what the ratio's interval says",
      empty: "no interval"),
    Column("stability", .choice(["stable", "unstable"]), "whether the machine let this row be trusted"),
  ]

  /// Columns that were appended after schema 1.
  private static let laterColumns = [
    Column("tasks_n", .integer, "tasks of the batch (N)", empty: "it differs between rounds", since: 2),
    Column(
      "result_mode", .choice(ResultMode.allCases.map(\.rawValue)), "who waits for results, as in reps.csv",
      empty: "unknown", since: 2),
    Column("offered_rate_per_s", .decimal, "rate of arrivals", empty: "batch mode", since: 2),
    Column("arrivals", .text, "how tasks arrive", empty: "batch mode", since: 2),
    Column(
      "width_label", .choice(["cores"]), "how the width was given", empty: "as a number, or unknown", since: 2),
    Column(
      "ratio_ci_level_pct", .decimal, "level of the ratio's interval that was reached", empty: "as `ratio_ci_low`",
      since: 2),
  ]
}
