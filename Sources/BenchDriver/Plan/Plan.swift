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

/// How many rounds a run has, by name.
package enum RunMode: String, Codable, Sendable {
  case quick
  case standard
  case rigorous
  /// The number of rounds was given.
  case custom

  /// The rounds of the mode, or `nil` where the number is given.
  package var rounds: Int? {
    switch self {
    case .quick: 6
    case .standard: 14
    case .rigorous: 30
    case .custom: nil
    }
  }
}

/// An arm and the file that its command runs.
package struct PlannedArm: Codable, Equatable, Sendable {
  package var arm: Arm
  /// The absolute path that the first word of the command was resolved to.
  package var executable: String
  /// 64 lower-case hexadecimal digits.
  package var binarySha256: String

  package init(arm: Arm, executable: String, binarySha256: String) {
    self.arm = arm
    self.executable = executable
    self.binarySha256 = binarySha256
  }
}

/// A file that an arm runs, and what was in it.
package struct ExecutableIdentity: Codable, Hashable, Sendable {
  package var path: String
  /// 64 lower-case hexadecimal digits.
  package var sha256: String

  package init(path: String, sha256: String) {
    self.path = path
    self.sha256 = sha256
  }
}

/// A cell and what the run found out about it.
package struct PlannedCell: Codable, Equatable, Sendable {
  package var cell: Cell
  /// Iterations of the `cpu` kernel that take the task's duration on this machine; `nil` for other workloads.
  package var taskIterationsN: Int?
  /// The size of the batch by sizing group (``Arm/sizingGroup``); a group is missing until the warm-up round sets it.
  package var sizes: [String: BatchSize]

  package init(cell: Cell, taskIterationsN: Int? = nil, sizes: [String: BatchSize] = [:]) {
    self.cell = cell
    self.taskIterationsN = taskIterationsN
    self.sizes = sizes
  }

  /// The smallest batch of the cell, which every arm's checksum covers; `nil` before the warm-up round.
  package var smallestTasksN: Int? { sizes.values.map(\.tasksN).min() }
}

/// How many tasks a batch has, and how many of them are stamped.
package struct BatchSize: Codable, Hashable, Sendable {
  package var tasksN: Int
  /// One task in so many is stamped.
  package var stampEveryN: Int

  package init(tasksN: Int, stampEveryN: Int) {
    self.tasksN = tasksN
    self.stampEveryN = stampEveryN
  }
}

/// What the machine's speed was when the run began; the same numbers serve every arm of the run.
package struct Calibration: Codable, Hashable, Sendable {
  /// Nanoseconds of one iteration of the `cpu` kernel.
  package var iterationNs: Double
  /// Iterations of the canary, about 15 ms of work.
  package var canaryIterationsN: Int
  /// Nanoseconds that stamping one task costs: two reads of the clock.
  package var stampCostNs: Int

  package init(iterationNs: Double, canaryIterationsN: Int, stampCostNs: Int) {
    self.iterationNs = iterationNs
    self.canaryIterationsN = canaryIterationsN
    self.stampCostNs = stampCostNs
  }
}
