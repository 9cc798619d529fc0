package import BenchModel

/// Everything that decides what a run does: the content of `plan.json`, written before the first repetition.
///
/// A plan and the rows on disk are enough to complete an interrupted run, see ``Plan/repetitions``.
package struct Plan: Codable, Equatable, Sendable {
  /// The version of the shape of `plan.json`.
  package static let currentSchemaVersion = 1

  package var schemaVersion = Plan.currentSchemaVersion
  package var runId: String
  /// ISO 8601 in UTC.
  package var startedAt: String
  /// The commit of this program's sources, or `nil` where it is unknown.
  package var commit: String?
  /// The command line without the name of the program.
  package var arguments: [String]
  /// From 0 to 2^53 - 1: the seed of every order and of every task's data.
  package var seed: Int
  package var mode: RunMode
  /// Rounds that are measured; the warm-up round is round 0.
  package var rounds: Int
  /// The number of tasks that `--tasks` fixed for every batch, or `nil` where the warm-up round sets it.
  package var tasksOverrideN: Int?
  /// The stack of each thread that a strategy creates itself, or `nil` for the system's default.
  package var threadStackBytes: Int?
  /// The most units that an unbounded width keeps alive at once.
  package var widthLimitN: Int
  /// Whether the last round lists its stamped tasks in `tasks.csv`.
  package var recordTasks: Bool
  /// The folder for the temporary files of `file-io`; `nil` for the run's own folder.
  package var fileDirectory: String?
  /// When a repetition is killed; `nil` as long as follows from what it is expected to take.
  package var repetitionTimeoutNs: Int?
  package var calibration: Calibration
  package var executables: [ExecutableIdentity]
  package var arms: [PlannedArm]
  package var cells: [PlannedCell]

  package init(
    runId: String, startedAt: String, commit: String? = nil, arguments: [String] = [], seed: Int, mode: RunMode,
    rounds: Int, tasksOverrideN: Int? = nil, threadStackBytes: Int? = nil, widthLimitN: Int, recordTasks: Bool = false,
    fileDirectory: String? = nil, repetitionTimeoutNs: Int? = nil, calibration: Calibration,
    executables: [ExecutableIdentity] = [], arms: [PlannedArm], cells: [PlannedCell]
  ) {
    self.runId = runId
    self.startedAt = startedAt
    self.commit = commit
    self.arguments = arguments
    self.seed = seed
    self.mode = mode
    self.rounds = rounds
    self.tasksOverrideN = tasksOverrideN
    self.threadStackBytes = threadStackBytes
    self.widthLimitN = widthLimitN
    self.recordTasks = recordTasks
    self.fileDirectory = fileDirectory
    self.repetitionTimeoutNs = repetitionTimeoutNs
    self.calibration = calibration
    self.executables = executables
    self.arms = arms
    self.cells = cells
  }

  /// The first arm, which the others are compared with; a plan has at least one arm.
  package var baseline: Arm { arms[0].arm }
}
