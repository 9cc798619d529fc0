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
