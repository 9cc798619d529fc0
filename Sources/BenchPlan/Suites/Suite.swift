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

  package var name: String
  package var summary: String
  /// `nil` takes the standard strategies.
  package var strategies: [String]?
  /// Arms beside the strategies.
  package var arms: [ExternalArm]
  package var rounds: Int?
  /// Tasks of every batch; `nil` lets the warm-up round choose.
  package var tasks: Int?
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

extension Suite {
  /// The suites that `--suite` knows by name, in the order of `bench list`.
  package static func builtIn(cores: Int) -> [Suite] {
    let oversubscribed = [Width.bounded(1), .bounded(cores), .bounded(4 * cores)].uniqued()
    return [
      Suite(
        name: "default", summary: "noop, cpu 1ms and sleep 10ms at width = cores; under three minutes on two cores",
        rounds: 16,
        matrices: [
          Matrix(workloads: ["noop"]),
          Matrix(workloads: ["cpu"], taskDurationsNs: [1_000_000]),
          Matrix(workloads: ["sleep"], taskDurationsNs: [10_000_000]),
        ]),
      Suite(
        name: "quick", summary: "the default cells in 9 rounds; in about a minute and a half", rounds: 9,
        matrices: [
          Matrix(workloads: ["noop"]),
          Matrix(workloads: ["cpu"], taskDurationsNs: [1_000_000]),
          Matrix(workloads: ["sleep"], taskDurationsNs: [10_000_000]),
        ]),
      Suite(
        name: "full", summary: "every workload, several task sizes, widths 1, cores and 4 x cores; about half an hour",
        matrices: [
          Matrix(workloads: ["noop", "alloc"], widths: oversubscribed),
          Matrix(
            workloads: ["cpu"], taskDurationsNs: [10_000, 100_000, 1_000_000, 10_000_000], widths: oversubscribed),
          Matrix(workloads: ["sleep", "socket-io"], taskDurationsNs: [1_000_000, 10_000_000], widths: oversubscribed),
          Matrix(workloads: ["file-io"], payloadsBytes: [65_536]),
          Matrix(workloads: ["payload"], payloadsBytes: [64, 4096, 65_536, 1_048_576]),
        ]),
      Suite(
        name: "ci",
        summary: "noop, cpu 1ms and sleep 2ms for bench gate; two to five minutes for two builds",
        strategies: [
          "thread-pool", "process-pool", "process-per-task", "thread-per-task", "concurrent-perform",
          "process-pool@forkserver",
        ],
        matrices: [
          Matrix(workloads: ["noop"]),
          Matrix(workloads: ["cpu"], taskDurationsNs: [1_000_000]),
          Matrix(workloads: ["sleep"], taskDurationsNs: [2_000_000]),
        ]),
    ]
  }
}
