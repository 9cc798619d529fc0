package import BenchModel

/// A named set of cells and how often they are run: what `--suite` names and what a suite file holds.
package struct Suite: Equatable, Sendable {
  /// A crossing of workloads with the values of their parameters.
  package struct Matrix: Equatable, Sendable {
    package var workloads: [String]
    /// Nanoseconds; `nil` takes `defaultTaskDurationNs`.
    package var taskDurationsNs: [Int]?
    /// Bytes; `nil` takes `defaultPayloadBytes`.
    package var payloadsBytes: [Int]?
    /// `nil` takes the number of cores that this process may use.
    package var widths: [Width]?

    package init(
      workloads: [String], taskDurationsNs: [Int]? = nil, payloadsBytes: [Int]? = nil, widths: [Width]? = nil
    ) {
      self.workloads = workloads
      self.taskDurationsNs = taskDurationsNs
      self.payloadsBytes = payloadsBytes
      self.widths = widths
    }
  }

  /// How much a repetition measures, where that is not as usual.
  package struct Batches: Equatable, Sendable {
    /// How long a batch is to take, in nanoseconds; nil as long as usual.
    package var targetNs: Int?
    /// The most that a batch of long tasks may take, in nanoseconds; nil for the usual limit.
    package var limitNs: Int?
    /// Whether single tasks are run back to back and after idleness before the batch.
    package var hasRoundTrips = true

    package init(targetNs: Int? = nil, limitNs: Int? = nil, hasRoundTrips: Bool = true) {
      self.targetNs = targetNs
      self.limitNs = limitNs
      self.hasRoundTrips = hasRoundTrips
    }
  }

  package var name: String
  package var summary: String
  /// `nil` takes the standard strategies.
  package var strategies: [String]?
  /// Arms beside the strategies.
  package var arms: [ExternalArm]
  package var rounds: Int?
  /// Tasks of every batch; `nil` lets the warm-up round choose.
  package var tasks: Int?
  package var batches = Batches()
  package var matrices: [Matrix]
  /// Thresholds of a gate beside its own, the last one that selects a test counts.
  package var thresholds: [GateThreshold]
  /// The path of the file with the aims that a run of the suite is judged by.
  package var aims: String?

  package init(
    name: String, summary: String, strategies: [String]? = nil, arms: [ExternalArm] = [], rounds: Int? = nil,
    tasks: Int? = nil, matrices: [Matrix], thresholds: [GateThreshold] = [], aims: String? = nil
  ) {
    self.name = name
    self.summary = summary
    self.strategies = strategies
    self.arms = arms
    self.rounds = rounds
    self.tasks = tasks
    self.matrices = matrices
    self.thresholds = thresholds
    self.aims = aims
  }
}
