package import BenchPlan
package import BenchResults
import WorkerPoolsPosix

/// A run whose next repetitions follow from the rows so far, as a gate's do.
package enum AdaptiveRun {
  /// Says which repetitions come next; nil ends the run.
  package typealias Policy = (_ rows: [TableRow]) throws -> [PlannedRepetition]?

  /// Writes the plan and the facts about the machine where they are not there, and runs until the policy has enough.
  ///
  /// A folder in which such a run was interrupted goes on where it was. After a row for which `endsRound` holds the policy is
  /// asked before its round is over.
  ///
  /// - Returns: all rows of reps.csv.
  /// - Throws: `Interrupted`, or why the run cannot go on; finished rows are on disk then, and no child is left.
  package static func complete(
    _ plan: Plan, in directory: RunDirectory, services: SessionServices, endsRound: (TableRow) -> Bool = { _ in false },
    policy: Policy
  ) throws -> [TableRow] {
    if !directory.holds(.plan) { try directory.writePlan(plan) }
    if !directory.holds(.environment) {
      try directory.writeEnvironment(RunFacts.collect(plan: plan, folder: directory.path, services: services))
    }
    var rows = try directory.rows(of: .repetitions)
    try Session.with(
      plan, folder: directory.path, earlierCanaries: rows.compactMap { $0[integer: "canary_ns"] }, services: services,
      sink: try RunRecorder(directory, recordsTasks: false)
    ) { session in
      while let next = try policy(rows) {
        let finished = Set(rows.compactMap { $0[integer: "seq"] })
        let missing = next.filter { !finished.contains($0.seq) }
        // A policy that asks for what is there would ask for ever.
        guard !missing.isEmpty else { throw DriverError.noProgress(round: next.first?.round ?? 0) }
        rows += try session.run(missing, finished: rows.count, until: endsRound)
      }
    }
    try DisturbanceReview.review(directory, processors: CoreCount.online)
    return try directory.rows(of: .repetitions)
  }
}
