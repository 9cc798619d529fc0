import BenchModel

/// A chart whose data a spreadsheet can take as it is; the values of `--chart`.
package enum ChartPreset: String, CaseIterable, Sendable {
  /// Tasks per second of each arm.
  case throughput
  /// Times of single tasks that were handed over and waited for.
  case roundTrips = "round-trips"
  /// What it takes to start a strategy, to create a unit and to end both.
  case startUp = "start-up"
  /// Ideal over measured time, against the duration of a task where that varies.
  case efficiency
  /// Throughput against the width.
  case scaling
  case memory
  /// The throughput of each round.
  case rounds
  /// Throughput over the baseline's, with the verdict.
  case ratios

  /// The headline of the preset's charts.
  var title: String {
    switch self {
    case .throughput: "Throughput"
    case .roundTrips: "Round trips of single tasks"
    case .startUp: "Starting and ending"
    case .efficiency: "Efficiency"
    case .scaling: "Throughput by width"
    case .memory: "Memory"
    case .rounds: "Throughput of each round"
    case .ratios: "Throughput against the baseline"
    }
  }

  /// The metrics that are charted beside each other; all have the same unit.
  var metrics: [Metric] {
    let names =
      switch self {
      case .throughput, .scaling, .rounds, .ratios: ["throughput"]
      case .roundTrips: ["roundtrip_p50", "roundtrip_p99", "roundtrip_idle_p50"]
      case .startUp: ["startup", "spawn_p50", "teardown"]
      case .efficiency: ["efficiency"]
      case .memory: ["rss_growth", "peak_rss", "workers_pss"]
      }
    return names.compactMap(Metric.named)
  }

  /// What the values count, for the axis.
  var axisTitle: String {
    switch self {
    case .throughput, .scaling, .rounds: "tasks per second"
    case .roundTrips, .startUp: "nanoseconds"
    case .efficiency: "ideal time / measured time"
    case .memory: "bytes"
    case .ratios: "times the baseline's"
    }
  }
}

/// Why there is no data for a chart: one sentence with what to do.
package struct ChartError: Error, Hashable, CustomStringConvertible {
  package let description: String

  /// - Parameter preset: the chart that the run has no data for.
  init(missing preset: ChartPreset) {
    switch preset {
    case .scaling:
      description = "This run has one width, and scaling takes several; run with --width 1,2,4 for example."
    case .throughput, .roundTrips, .startUp, .efficiency, .memory, .rounds, .ratios:
      description = "This run has no values for the chart \(preset.rawValue); see status_detail in its reps.csv."
    }
  }
}
