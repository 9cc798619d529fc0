import BenchPlan
import WorkerPoolsPosix

/// How repetitions are run, as far as every command that measures lets it be said; nil is the command's own choice.
struct RepetitionSettings {
  var seed: Int?
  var batchTargetNs: Int?
  var timeoutNs: Int?

  /// The seed that was asked for, or a random one.
  var chosenSeed: Int { seed ?? Int.random(in: 0..<RunSettings.seedLimit) }

  /// The settings of a plan over a suite; `cores` is the width of cells that have none of their own.
  func planned(for suite: Suite, rounds: Int, cores: Int) -> RunSettings {
    var settings = RunSettings(seed: chosenSeed, rounds: rounds)
    settings.coresWidthN = suite.matrices.contains { $0.widths == nil } ? cores : nil
    settings.fileDirectory = ProcessImage.environmentValue("TMPDIR") ?? "/tmp"
    settings.repetitionTimeoutNs = timeoutNs
    if let targetNs = batchTargetNs ?? suite.batches.targetNs { settings.batchTargetNs = targetNs }
    settings.batchLimitNs = suite.batches.limitNs
    settings.hasRoundTrips = suite.batches.hasRoundTrips
    return settings
  }
}
