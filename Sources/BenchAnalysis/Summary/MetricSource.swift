import BenchModel
import BenchResults
import BenchStatistics

/// How a metric is taken from what the arms of a cell have measured.
enum MetricSource {
  /// One value for each measured round, which its row has by itself.
  case round((TableRow) -> Double?)
  /// One value for each measured round, against the serial arm's service time in the same round.
  case efficiency
  /// A percentile of the samples of all rounds together.
  case pooled(HistogramKind, Percentile)
  /// The one value of the repetition that counted allocations.
  case allocation((TableRow) -> Double?)

  /// - Parameter name: the name of a metric in `Metric.all`; another one is a programming error and traps.
  init(metric name: String) {
    switch name {
    case "throughput": self = .column("throughput_per_s")
    case "roundtrip_p50": self = .column("roundtrip_p50_ns")
    case "roundtrip_p99": self = .pooled(.roundtrip, .p99)
    case "roundtrip_idle_p50": self = .column("roundtrip_idle_p50_ns")
    case "startup": self = .column("startup_ns")
    case "teardown": self = .column("teardown_ns")
    case "spawn_p50": self = .column("spawn_p50_ns")
    case "reap_p50": self = .column("reap_p50_ns")
    case "latency_p50": self = .round { $0[text: "latency_mode"] == "open" ? $0[decimal: "latency_p50_ns"] : nil }
    case "latency_p99": self = .pooled(.latency, .p99)
    case "cpu_per_task": self = .round { Self.perTask($0, "cpu_user_ns", "cpu_system_ns") }
    case "ctx_per_task": self = .round { Self.perTask($0, "ctx_voluntary_n", "ctx_involuntary_n") }
    case "allocs_per_task": self = .allocation { Self.perTask($0, "alloc_n") }
    case "bytes_per_task": self = .allocation { Self.perTask($0, "alloc_bytes") }
    // What a repetition held before its batch is the harness's: only runs of schema 1 know no better.
    case "peak_rss": self = .round { $0[integer: "schema_version"] == 1 ? $0[decimal: "peak_rss_bytes"] : nil }
    case "rss_growth": self = .round(Self.growth)
    case "workers_pss": self = .column("workers_pss_bytes")
    case "efficiency": self = .efficiency
    default: preconditionFailure("The metric \(name) has no source.")
    }
  }

  /// Whether each measured row has a value of its own.
  var isTakenInEachRound: Bool {
    if case .round = self { true } else { false }
  }

  /// What a row says by itself, by the metric's name.
  static func values(of row: TableRow) -> [String: Double] {
    var values: [String: Double] = [:]
    for metric in Metric.all {
      switch MetricSource(metric: metric.name) {
      case .round(let value), .allocation(let value): values[metric.name] = value(row)
      case .efficiency, .pooled: break
      }
    }
    return values
  }

  private static func column(_ name: String) -> MetricSource { .round { $0[decimal: name] } }

  /// The sum of columns over the number of tasks; nothing if one of them was not measured.
  private static func perTask(_ row: TableRow, _ columns: String...) -> Double? {
    guard let tasks = row[decimal: "tasks_n"], tasks > 0 else { return nil }
    var sum = 0.0
    for column in columns {
      guard let value = row[decimal: column] else { return nil }
      sum += value
    }
    return sum / tasks
  }

  private static func growth(_ row: TableRow) -> Double? {
    guard let peak = row[decimal: "peak_rss_bytes"], let start = row[decimal: "rss_start_bytes"] else { return nil }
    return max(0, peak - start)
  }
}

/// The ideal of a batch over the time that it took.
///
/// The ideal is the time that the tasks alone would take, spread evenly over the cell's width. How long a task alone takes, the
/// serial arm says in the same round; a run of which that is not known (schema 1) takes the nominal duration, from which a
/// machine is some percent off.
struct Efficiency {
  /// The serial arm's service time of a task by round, in nanoseconds; nil if the run does not say which arm is serial.
  let serviceNs: [Int: Double]?

  /// Takes the ideal of a cell's rounds; a run that names no serial arm is one of schema 1, where the nominal duration was it.
  init(in cell: CellResults, serialArm: String?) {
    serviceNs = serialArm.map { label in
      let rounds = (cell.arm(label)?.judged ?? []).compactMap { row in row.servicePerTaskNs.map { (row.round, $0) } }
      return Dictionary(rounds) { first, _ in first }
    }
  }

  func value(of repetition: Repetition) -> Double? {
    guard let nominal = repetition.cell.taskDurationNs, let batch = repetition.batchNs, batch > 0 else { return nil }
    guard let service = serviceNs.map({ $0[repetition.round] }) ?? Double(nominal) else { return nil }
    let width = min(repetition.cell.width.count ?? repetition.tasksN, repetition.tasksN)
    return Double(repetition.tasksN) * service / Double(max(1, width)) / batch
  }
}
