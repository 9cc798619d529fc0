package import BenchPlan
package import BenchResults
import WorkerPoolsPosix

/// Brings the files in a run's folder from what is there to what the plan says.
///
/// A fresh run and a resumed one differ only in how many rows are there already.
package enum BenchRun {
  /// Writes the plan and the facts about the machine into an empty folder and runs everything.
  ///
  /// - Throws: `Interrupted`, or why the run cannot go on; finished rows are on disk then, and no child is left.
  package static func begin(_ plan: Plan, in directory: RunDirectory, services: SessionServices) throws {
    try directory.writePlan(plan)
    try complete(plan, directory, services)
  }

  /// Runs what is missing of the plan in a folder.
  ///
  /// - Throws: `DriverError` if the machine or an arm is not what it was, and as ``begin(_:in:services:)``.
  package static func resume(_ directory: RunDirectory, services: SessionServices) throws {
    let plan = try Preflight.plan(Plan.self, of: .run, in: directory)
    try Preflight.verify(plan, services: services)
    try complete(plan, directory, services)
  }

  private static func complete(_ plan: Plan, _ directory: RunDirectory, _ services: SessionServices) throws {
    let rows = try directory.rows(of: .repetitions)
    let finished = Set(rows.compactMap { $0[integer: "seq"] })
    if !directory.holds(.environment) {
      try directory.writeEnvironment(
        RunFacts.collect(
          plan: plan, folder: directory.path, services: services))
    }
    try Session.with(
      plan, folder: directory.path, earlierCanaries: rows.compactMap { $0[integer: "canary_ns"] }, services: services,
      sink: try RunRecorder(directory, recordsTasks: plan.settings.recordTasks)
    ) { session in
      let missing = plan.repetitions.filter { !finished.contains($0.seq) }
      services.report(.planned(plan, missingN: missing.count, expectedNs: session.expectedNs(of: missing)))
      try session.run(missing, finished: finished.count)
    }
    try DisturbanceReview.review(directory, processors: CoreCount.online)
  }
}
