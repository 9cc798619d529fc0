/// Which way a metric is better.
package enum Direction: String, Codable, Sendable {
  case lower
  case higher
}

/// A quantity that the summary judges.
package struct Metric: Hashable, Sendable {
  /// The name in `summary.csv` and in `--metric`.
  package let name: String
  /// The unit as summary.csv writes it: `per_s`, `ns`, `bytes`, `n` or `ratio`.
  package let unit: String
  package let direction: Direction
  /// One line for people.
  package let summary: String

  /// All metrics, in the order of the summary; names are only ever added.
  package static let all: [Metric] = [
    Metric("throughput", "per_s", .higher, "tasks completed per second of the batch"),
    Metric("roundtrip_p50", "ns", .lower, "median time of single tasks run back to back"),
    Metric("roundtrip_p99", "ns", .lower, "99th percentile of single tasks run back to back"),
    Metric("roundtrip_idle_p50", "ns", .lower, "median time of a single task after 10 ms of idleness"),
    Metric("startup", "ns", .lower, "from nothing until the first task could run at full width"),
    Metric("teardown", "ns", .lower, "until every thread is joined and every child is reaped"),
    Metric("spawn_p50", "ns", .lower, "median time from creating a unit to its first own instruction"),
    Metric("reap_p50", "ns", .lower, "median time from the order to end to the unit's collection"),
    Metric("latency_p50", "ns", .lower, "median latency from the intended start (open loop only)"),
    Metric("latency_p99", "ns", .lower, "99th percentile of latency from the intended start (open loop only)"),
    Metric("cpu_per_task", "ns", .lower, "CPU time of the batch, user and system, per task"),
    Metric("ctx_per_task", "n", .lower, "context switches of the batch per task"),
    Metric("allocs_per_task", "n", .lower, "heap allocations per task (jemalloc)"),
    Metric("bytes_per_task", "bytes", .lower, "heap bytes allocated per task (jemalloc)"),
    Metric("peak_rss", "bytes", .lower, "largest resident memory of the repetition's process (runs of schema 1)"),
    Metric("rss_growth", "bytes", .lower, "growth of the resident memory of the repetition's process over the batch"),
    Metric("workers_pss", "bytes", .lower, "proportional memory of the live workers at the end of the batch"),
    Metric("efficiency", "ratio", .higher, "ideal time of the batch over its measured time"),
  ]

  /// What a cell is judged by first.
  package static var throughput: Metric { all[0] }

  /// Whether a value is the time between two reads of the clock, as opposed to a batch's time that was divided by its tasks.
  package var isTimedByTwoClockReads: Bool { unit == "ns" && name != "cpu_per_task" }

  private init(_ name: String, _ unit: String, _ direction: Direction, _ summary: String) {
    self.name = name
    self.unit = unit
    self.direction = direction
    self.summary = summary
  }

  /// The metric of that name, or `nil`.
  package static func named(_ name: String) -> Metric? { all.first { $0.name == name } }
}
