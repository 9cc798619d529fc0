/// The version of the repetition protocol that this program speaks; described in results/PROTOCOL.md.
package let repetitionProtocolVersion = 1

/// What a repetition is for.
package enum Phase: String, Codable, Sendable {
  /// The first round, which is not judged and which sets the number of tasks.
  case warmup
  case measure
  /// An extra repetition, not timed, that counts allocations.
  case alloc
}

/// How tasks are handed to the strategy.
package enum Submission: String, Codable, Sendable {
  /// One call for each task.
  case single
  /// One call for all tasks.
  case map
}

/// What the driver asks of one repetition: the file behind `--spec`.
///
/// On disk the keys are in snake case (`tasksN` is `tasks_n`).
package struct RepetitionSpec: Codable, Hashable, Sendable {
  package var protocolVersion = repetitionProtocolVersion
  package var runId: String
  package var seq: Int
  package var round: Int
  package var phase: Phase
  package var arm: String
  /// `nil` for external arms, which know what they are.
  package var strategy: String?
  package var startMethod: String?
  /// How the strategy is to deliver results; nil for its default, and for external arms.
  package var resultMode: ResultMode?

  package var workload: String
  package var distribution: String?
  package var taskDurationNs: Int?
  /// Iterations of the `cpu` kernel that take `taskDurationNs` on this machine.
  package var taskIterationsN: Int?
  package var payloadBytes: Int?
  /// `nil`: as many units as there are tasks, up to `widthLimitN`.
  package var widthN: Int?
  package var widthLimitN: Int
  /// The stack of each thread that the strategy creates itself; `nil` for the system's default.
  package var threadStackBytes: Int?

  /// Tasks of the batch, at least 1; they have the indices 0 ..< tasksN.
  package var tasksN: Int
  package var warmupTasksN: Int
  /// One task in so many is stamped with its start and end; 1 stamps all.
  package var stampEveryN: Int
  /// The checksum covers the tasks 0 ..< checksumTasksN; `nil` in the warm-up round: all.
  package var checksumTasksN: Int?
  /// From 0 to 2^53 - 1, so that every JSON reader keeps it exact.
  package var seed: Int

  /// Round trips end at this number or after `roundtripMaxNs`, whichever comes first; 0 skips them.
  package var roundtripMaxN: Int
  package var roundtripMaxNs: Int
  package var roundtripIdleN: Int
  package var roundtripIdlePauseNs: Int

  /// The loopback port of the driver's echo server, for `socket-io`.
  package var socketPort: Int?
  /// The folder for temporary files, for `file-io`.
  package var fileDirectory: String?
  /// Whether the record lists every stamped task.
  package var recordTasks: Bool

  package init(
    runId: String, seq: Int, round: Int, phase: Phase, arm: String, strategy: String?, startMethod: String? = nil,
    resultMode: ResultMode? = nil, workload: String, distribution: String? = nil, taskDurationNs: Int? = nil,
    taskIterationsN: Int? = nil,
    payloadBytes: Int? = nil, widthN: Int?, widthLimitN: Int, threadStackBytes: Int? = nil, tasksN: Int,
    warmupTasksN: Int = 0,
    stampEveryN: Int = 1, checksumTasksN: Int? = nil, seed: Int, roundtripMaxN: Int = 1000,
    roundtripMaxNs: Int = 100_000_000, roundtripIdleN: Int = 5, roundtripIdlePauseNs: Int = 10_000_000,
    socketPort: Int? = nil, fileDirectory: String? = nil, recordTasks: Bool = false
  ) {
    self.runId = runId
    self.seq = seq
    self.round = round
    self.phase = phase
    self.arm = arm
    self.strategy = strategy
    self.startMethod = startMethod
    self.resultMode = resultMode
    self.workload = workload
    self.distribution = distribution
    self.taskDurationNs = taskDurationNs
    self.taskIterationsN = taskIterationsN
    self.payloadBytes = payloadBytes
    self.widthN = widthN
    self.widthLimitN = widthLimitN
    self.threadStackBytes = threadStackBytes
    self.tasksN = tasksN
    self.warmupTasksN = warmupTasksN
    self.stampEveryN = stampEveryN
    self.checksumTasksN = checksumTasksN
    self.seed = seed
    self.roundtripMaxN = roundtripMaxN
    self.roundtripMaxNs = roundtripMaxNs
    self.roundtripIdleN = roundtripIdleN
    self.roundtripIdlePauseNs = roundtripIdlePauseNs
    self.socketPort = socketPort
    self.fileDirectory = fileDirectory
    self.recordTasks = recordTasks
  }
}
