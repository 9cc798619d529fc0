package import BenchModel

/// What a run has set up for its repetitions.
package struct RunSurroundings: Hashable, Sendable {
  /// The loopback port of the echo server, where one runs.
  package var socketPort: Int?
  /// The folder for the temporary files of `file-io`.
  package var fileDirectory: String?

  package init(socketPort: Int? = nil, fileDirectory: String? = nil) {
    self.socketPort = socketPort
    self.fileDirectory = fileDirectory
  }
}

extension Plan {
  /// In the warm-up round the cell's smallest batch is not known yet, and the checksum covers so many tasks at most.
  static let warmUpChecksumTasks = 1 << 16

  /// What is asked of a repetition; `nil` while its batch has no size.
  package func spec(for repetition: PlannedRepetition, in surroundings: RunSurroundings) -> RepetitionSpec? {
    let arm = arms[repetition.arm].arm
    guard let size = cells[repetition.cell].sizes[arm.sizingGroup] else { return nil }
    var spec = bareSpec(for: repetition, in: surroundings)
    let smallest = cells[repetition.cell].smallestTasksN ?? size.tasksN
    spec.tasksN = size.tasksN
    spec.stampEveryN = size.stampEveryN
    switch repetition.phase {
    case .warmup:
      spec.checksumTasksN = min(spec.tasksN, Self.warmUpChecksumTasks)
      spec.skipRoundTrips()
    case .measure:
      spec.checksumTasksN = smallest
      spec.recordTasks = settings.recordTasks && repetition.round == settings.rounds
    case .alloc:
      spec.checksumTasksN = PartialBatch.tasks(of: smallest)
      spec.tasksN = PartialBatch.tasks(of: size.tasksN)
      spec.skipRoundTrips()
    }
    if !settings.hasRoundTrips { spec.skipRoundTrips() }
    spec.warmupTasksN = Self.warmUpTasks(batch: spec.tasksN, width: spec.widthN ?? widthLimitN)
    return spec
  }

  /// What is asked of an unrecorded repetition that finds the size of a batch.
  package func probeSpec(
    for repetition: PlannedRepetition, size: BatchSize, in surroundings: RunSurroundings
  ) -> RepetitionSpec {
    var spec = bareSpec(for: repetition, in: surroundings)
    spec.phase = .warmup
    spec.tasksN = size.tasksN
    spec.stampEveryN = size.stampEveryN
    spec.checksumTasksN = min(size.tasksN, Self.warmUpChecksumTasks)
    spec.warmupTasksN = Self.warmUpTasks(batch: size.tasksN, width: spec.widthN ?? widthLimitN)
    spec.skipRoundTrips()
    return spec
  }

  /// A twentieth of the batch, or a task for each unit where that is not more than a quarter of it.
  static func warmUpTasks(batch: Int, width: Int) -> Int {
    max(1, batch / 20, min(width, batch / 4))
  }

  private func bareSpec(for repetition: PlannedRepetition, in surroundings: RunSurroundings) -> RepetitionSpec {
    let planned = cells[repetition.cell]
    let cell = planned.cell
    let arm = arms[repetition.arm].arm
    return RepetitionSpec(
      runId: origin.runId, seq: repetition.seq, round: repetition.round, phase: repetition.phase, arm: arm.label,
      strategy: arm.strategy, startMethod: arm.startMethod, resultMode: arm.resultMode, workload: cell.workload,
      distribution: cell.distribution,
      taskDurationNs: cell.taskDurationNs, taskIterationsN: planned.taskIterationsN, payloadBytes: cell.payloadBytes,
      widthN: cell.width.count, widthLimitN: widthLimitN, threadStackBytes: settings.threadStackBytes,
      tasksN: 1, seed: settings.seed,
      roundtripMaxN: RoundTrips.mostN,
      roundtripMaxNs: RoundTrips.longestNs,
      roundtripIdleN: RoundTrips(taskDurationNs: cell.taskDurationNs).idleCount,
      roundtripIdlePauseNs: RoundTrips.idlePauseNs, socketPort: surroundings.socketPort,
      fileDirectory: surroundings.fileDirectory)
  }
}

extension RepetitionSpec {
  fileprivate mutating func skipRoundTrips() {
    roundtripMaxN = 0
    roundtripIdleN = 0
  }
}

extension Arm {
  /// The variables that a repetition has in the place of the driver's own or beside them: the arm's, and in the phase `alloc`
  /// the allocator's, behind its options in the driver's `MALLOC_CONF` if that is `inherited`.
  package func variables(phase: Phase, mallocOptions inherited: String?) -> [String: String] {
    guard phase == .alloc else { return environment }
    let options = (environment["MALLOC_CONF"] ?? inherited).map { "\($0)," } ?? ""
    return environment.merging(["MALLOC_CONF": options + "tcache:false"]) { $1 }
  }
}
