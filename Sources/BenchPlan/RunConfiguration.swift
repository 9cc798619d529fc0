package import BenchModel

/// What the user asked for: the values that a plan is made from.
package struct RunConfiguration: Sendable {
  package var runId: String
  /// ISO 8601 in UTC.
  package var startedAt: String
  /// The command line without the name of the program.
  package var arguments: [String] = []
  /// From 0 to 2^53 - 1.
  package var seed: Int
  package var mode = RunMode.standard
  package var rounds: Int
  /// `--tasks`: the size of every batch.
  package var tasksOverrideN: Int?
  /// `--stack-size`: the stack of each thread that a strategy creates; `nil` for the system's default.
  package var threadStackBytes: Int?
  package var cells: [Cell]
  /// The first one is the baseline.
  package var arms: [Arm]
  /// Whether a second copy of the baseline runs as the A/A control, `LABEL-control`.
  package var hasControl = true
  /// Whether the last round lists its stamped tasks in `tasks.csv`.
  package var recordTasks = false
  /// The folder for the temporary files of `file-io`; `nil` for the run's own folder.
  package var fileDirectory: String?
  /// `nil`: as long as follows from what a repetition is expected to take.
  package var repetitionTimeoutNs: Int?
  /// The commit of this program's sources, with `-dirty` where they were changed.
  package var commit: String?

  package init(runId: String, startedAt: String, seed: Int, rounds: Int, cells: [Cell], arms: [Arm]) {
    self.runId = runId
    self.startedAt = startedAt
    self.seed = seed
    self.rounds = rounds
    self.cells = cells
    self.arms = arms
  }

  /// The arms with the control behind them.
  package var allArms: [Arm] {
    guard hasControl, var control = arms.first else { return arms }
    control.label += "-control"
    control.isControl = true
    return arms + [control]
  }
}
