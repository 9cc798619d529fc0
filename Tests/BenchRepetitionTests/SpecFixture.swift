import BenchModel

extension RepetitionSpec {
  /// A small repetition that takes milliseconds.
  static func small(
    _ strategy: String, _ workload: String = "noop", phase: Phase = .measure, width: Int? = 2, tasks: Int = 24
  ) -> RepetitionSpec {
    RepetitionSpec(
      runId: "test", seq: 1, round: 1, phase: phase, arm: strategy, strategy: strategy, workload: workload,
      taskDurationNs: 100_000, taskIterationsN: 1_000, payloadBytes: 3_001, widthN: width, widthLimitN: 8,
      tasksN: tasks, warmupTasksN: 2, seed: 42, roundtripMaxN: 3, roundtripMaxNs: 50_000_000, roundtripIdleN: 1,
      roundtripIdlePauseNs: 1_000, fileDirectory: "/tmp")
  }
}

/// What a good repetition says in this build.
let good: RepetitionStatus = {
  #if DEBUG
    .debug
  #else
    .ok
  #endif
}()
