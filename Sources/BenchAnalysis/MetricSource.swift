import BenchModel
import BenchResults
import BenchStatistics

/// How a metric is taken from the rows of one arm in one cell.
enum MetricSource {
  /// One value for each measured round.
  case round((TableRow) -> Double?)
  /// A percentile of the samples of all rounds together.
  case pooled(Measurement, Percentile)
  /// The one value of the repetition that counted allocations, per task.
  case allocation(column: String)

  /// - Parameter name: the name of a metric in `Metric.all`; another one is a programming error and traps.
  init(metric name: String) {
    switch name {
    case "throughput": self = .round { $0[decimal: "throughput_per_s"] }
    case "roundtrip_p50": self = .column("roundtrip_p50_ns")
    case "roundtrip_p99": self = .pooled(.roundtrip, .p99)
    case "roundtrip_idle_p50": self = .column("roundtrip_idle_p50_ns")
    case "startup": self = .column("startup_ns")
    case "teardown": self = .column("teardown_ns")
    case "spawn_p50": self = .column("spawn_p50_ns")
    case "reap_p50": self = .column("reap_p50_ns")
    case "latency_p50": self = .round { $0[text: "latency_mode"] == "open" ? $0[decimal: "latency_p50_ns"] : nil }
    case "latency_p99": self = .pooled(.latency, .p99)
    case "cpu_per_task": self = .perTask("cpu_user_ns", "cpu_system_ns")
    case "ctx_per_task": self = .perTask("ctx_voluntary_n", "ctx_involuntary_n")
    case "allocs_per_task": self = .allocation(column: "alloc_n")
    case "bytes_per_task": self = .allocation(column: "alloc_bytes")
    case "peak_rss": self = .column("peak_rss_bytes")
    case "workers_pss": self = .column("workers_pss_bytes")
    case "efficiency": self = .round(Self.efficiency)
    default: preconditionFailure("The metric \(name) has no source.")
    }
  }

  private static func column(_ name: String) -> MetricSource { .round { $0[decimal: name] } }

  /// The sum of two columns over the number of tasks; nothing where one of them was not measured.
  private static func perTask(_ first: String, _ second: String) -> MetricSource {
    .round { row in
      guard let first = row[decimal: first], let second = row[decimal: second] else { return nil }
      return perTask(first + second, row)
    }
  }

  static func perTask(_ value: Double, _ row: TableRow) -> Double? {
    guard let tasks = row[decimal: "tasks_n"], tasks > 0 else { return nil }
    return value / tasks
  }

  /// The time that the tasks alone would take, spread evenly over the cell's width, over the time that the batch took.
  private static func efficiency(_ row: TableRow) -> Double? {
    guard let duration = row[decimal: "task_duration_ns"], let tasks = row[decimal: "tasks_n"],
      let batch = row[decimal: "batch_ns"], batch > 0
    else { return nil }
    let width = min(row[decimal: "width_n"] ?? tasks, tasks)
    return tasks * duration / max(1, width) / batch
  }
}
