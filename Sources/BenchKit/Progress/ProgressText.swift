import BenchDriver
import BenchModel
import BenchPlan

/// The words of the progress, as pure functions.
enum ProgressText {
  /// `42/336  round 3 of 14  cpu 1ms width 2  thread-pool  1 min 50 s left`.
  static func line(_ progress: RunProgress, doing: String?) -> String {
    let arm = doing.map { "\(progress.arm.label) (\($0))" } ?? progress.arm.label
    let place = "\(progress.finishedN + 1)/\(progress.totalN)"
    return [
      place, round(progress), progress.cell.shortTitle, arm, "\(duration(progress.remainingNs)) left",
    ].joined(separator: "  ")
  }

  /// `round 3 of 14: 42 of 336 repetitions done, 1 min 50 s left`.
  static func roundLine(_ progress: RunProgress) -> String {
    "\(round(progress)): \(progress.finishedN) of \(progress.totalN) repetitions done, "
      + "\(duration(progress.remainingNs)) left"
  }

  private static func round(_ progress: RunProgress) -> String {
    switch progress.repetition.phase {
    case .warmup: "warm-up round"
    case .measure:
      progress.rounds > 0
        ? "round \(progress.repetition.round) of \(progress.rounds)" : "round \(progress.repetition.round)"
    case .alloc: "counting allocations"
    }
  }

  /// Whole seconds below two minutes, then minutes and seconds, then hours and minutes.
  static func duration(_ nanoseconds: Int) -> String {
    let seconds = (nanoseconds + 500_000_000) / 1_000_000_000
    if seconds < 120 { return "\(seconds) s" }
    if seconds < 7200 { return "\(seconds / 60) min \(seconds % 60) s" }
    return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
  }
}
