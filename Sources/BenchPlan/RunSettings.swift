/// What the command line fixes for every repetition of a run; a resumed run takes it from its plan.
package struct RunSettings: Codable, Equatable, Sendable {
  /// Seeds stay below it, so that a spreadsheet keeps them exact.
  package static let seedLimit = 1 << 49

  /// The seed of every order and of every task's data, from 0 to below `seedLimit`.
  package var seed: Int
  package var mode = RunMode.standard
  /// Rounds that are measured; the warm-up round is round 0.
  package var rounds: Int
  /// `--tasks`: the size of every batch, or `nil` if the warm-up round sets it.
  package var tasksOverrideN: Int?
  /// `--batch-time`: how long a batch is to take, in nanoseconds.
  package var batchTargetNs = TaskCountSearch.defaultTargetNs
  /// The most that a batch of long tasks may take, in nanoseconds; nil for ``TaskCountSearch/usualLimitNs``.
  package var batchLimitNs: Int?
  /// `--stack-size`: the stack of each thread that a strategy creates itself, or `nil` for the system's default.
  package var threadStackBytes: Int?
  /// The width of cells that were asked for at the number of cores; `nil` if every width was given as a number.
  package var coresWidthN: Int?
  /// `--baseline`: the arm that a table compares with, or `nil` for the first one.
  package var baseline: String?
  /// Whether single tasks are run back to back and after idleness before the batch.
  package var hasRoundTrips = true
  /// Whether the last round lists its stamped tasks in `tasks.csv`.
  package var recordTasks = false
  /// A gate's thresholds beside its own.
  package var thresholds: [GateThreshold] = []
  /// The folder for the temporary files of `file-io`; `nil` for the run's own folder.
  package var fileDirectory: String?
  /// `--timeout`: when a repetition is killed; `nil` as long as follows from what it is expected to take.
  package var repetitionTimeoutNs: Int?

  package init(seed: Int, rounds: Int) {
    self.seed = seed
    self.rounds = rounds
  }
}
