package import BenchModel

/// A bound that a metric of an arm is to keep, by itself or as a ratio to another arm of the same cell.
package struct Aim: Hashable, Sendable {
  /// The smallest or the largest number that is good enough.
  package enum Bound: Hashable, Sendable {
    case atLeast(Double)
    case atMost(Double)
  }

  /// What the arm is divided by, round by round.
  package struct Reference: Hashable, Sendable {
    package var arm: String
    /// A metric of the unit of the aim's own.
    package var metric: Metric

    package init(arm: String, metric: Metric) {
      self.arm = arm
      self.metric = metric
    }
  }

  package var cells: CellSelector
  package var metric: Metric
  package var arm: String
  /// Nil for an aim on the value itself, in the unit of the metric.
  package var against: Reference?
  package var bound: Bound
  /// Why the aim is what it is.
  package var note: String?

  package init(
    cells: CellSelector, metric: Metric, arm: String, against: Reference? = nil, bound: Bound, note: String? = nil
  ) {
    self.cells = cells
    self.metric = metric
    self.arm = arm
    self.against = against
    self.bound = bound
    self.note = note
  }
}

/// Which cells of a run an aim is about: those that agree with each value that is given.
package struct CellSelector: Hashable, Sendable {
  package var workload: String
  /// Nanoseconds.
  package var taskDurationNs: Int?
  package var payloadBytes: Int?
  package var width: Width?

  package init(workload: String, taskDurationNs: Int? = nil, payloadBytes: Int? = nil, width: Width? = nil) {
    self.workload = workload
    self.taskDurationNs = taskDurationNs
    self.payloadBytes = payloadBytes
    self.width = width
  }

  package func selects(_ cell: Cell) -> Bool {
    workload == cell.workload && (taskDurationNs == nil || taskDurationNs == cell.taskDurationNs)
      && (payloadBytes == nil || payloadBytes == cell.payloadBytes) && (width == nil || width == cell.width)
  }

  /// What was given, in a line: `cpu, tasks of 10us`.
  package var title: String {
    let duration = taskDurationNs.map { "tasks of \(Quantity.label(nanoseconds: $0))" }
    let payload = payloadBytes.map { "\(Quantity.label(bytes: $0)) each" }
    let width = width.map { $0.count.map { "\($0) at once" } ?? "all at once" }
    return [workload, duration, payload, width].compactMap(\.self).joined(separator: ", ")
  }
}
