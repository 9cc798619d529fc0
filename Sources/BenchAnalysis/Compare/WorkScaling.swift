package import BenchModel

/// What brings a figure of one run to the work of another run's tasks.
///
/// A calibrated kernel runs as many iterations as fill the nominal duration on its machine at that moment, so a slow machine
/// has less to do. Compared is the same work: what is taken per task grows with its iterations, throughput shrinks.
package enum WorkScaling {
  /// The factor for a value of a metric.
  ///
  /// - Parameters:
  ///   - metric: what the value is of.
  ///   - iterations: the iterations of a task behind the value; nil if it has none.
  ///   - reference: the iterations of a task that the value is to be brought to.
  /// - Returns: 1 if nothing has to be scaled.
  package static func factor(_ metric: Metric, iterations: Int?, reference: Int?) -> Double {
    guard let iterations, let reference, iterations > 0, reference > 0 else { return 1 }
    switch Growth(metric) {
    case .none: return 1
    case .rising: return Double(reference) / Double(iterations)
    case .falling: return Double(iterations) / Double(reference)
    }
  }

  /// How a metric follows the work of a task.
  private enum Growth {
    case none
    case rising
    case falling

    init(_ metric: Metric) {
      switch metric.name {
      case "throughput": self = .falling
      case "roundtrip_p50", "roundtrip_p99", "roundtrip_idle_p50", "cpu_per_task": self = .rising
      // Start-up, spawns and allocations know no task; a latency under load and a ratio do not grow in proportion.
      default: self = .none
      }
    }
  }
}

extension ArmResults {
  /// The iterations of the calibrated kernel in a task, if all judged rounds agree.
  package var taskIterationsN: Int? {
    let counts = Set(judged.map(\.taskIterationsN))
    return counts.count == 1 ? counts.first ?? nil : nil
  }
}
