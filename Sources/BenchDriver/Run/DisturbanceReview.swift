import BenchMachine
import BenchResults

/// Judges again, at the end of a run, which repetitions were disturbed.
///
/// While a run goes on, a canary is held against those before it, and the first ones against few. At the end all are known.
enum DisturbanceReview {
  /// Writes `is_disturbed` of reps.csv anew where it changes.
  static func review(_ directory: RunDirectory, processors: Int) throws {
    let rows = try directory.rows(of: .repetitions)
    let reviewed = reviewed(rows, processors: processors)
    if reviewed != rows { try directory.replace(.repetitions, with: reviewed) }
  }

  /// The rows with `is_disturbed` as the whole run's canaries have it.
  static func reviewed(_ rows: [TableRow], processors: Int) -> [TableRow] {
    let judge = DisturbanceJudge(processors: processors, canaries: rows.compactMap { $0[integer: "canary_ns"] })
    return rows.map { row in
      guard let canary = row[integer: "canary_ns"], let watched = row[integer: "watched_ns"] else { return row }
      var row = row
      row[boolean: "is_disturbed"] = judge.isDisturbed(
        MachineObservation(
          canaryNs: canary, elapsedNs: watched, stealNs: row[integer: "steal_ns"],
          throttledN: row[integer: "throttled_n"]))
      return row
    }
  }
}
