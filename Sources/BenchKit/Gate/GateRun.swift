import BenchAnalysis
import BenchDriver
import BenchModel
import BenchPlan
import BenchResults
import WorkerPoolsPosix

/// A gate in a folder: it runs what is missing and judges.
struct GateRun {
  let directory: RunDirectory
  let plan: Plan

  /// A new gate: all is checked before the folder is made.
  static func begun(
    _ configuration: RunConfiguration, at path: String?, _ services: SessionServices
  ) throws -> GateRun {
    let plan = try Preflight.plan(configuration, services: services)
    return GateRun(directory: try RunDirectory.create(at: path ?? "results/\(plan.origin.runId)"), plan: plan)
  }

  /// A gate that was interrupted, by its plan.
  static func reopened(at path: String, _ services: SessionServices) throws -> GateRun {
    let directory = try RunDirectory.reopen(at: path)
    let plan = try Preflight.plan(Plan.self, of: .gate, in: directory)
    try Preflight.verify(plan, services: services)
    return GateRun(directory: directory, plan: plan)
  }

  /// Runs the gate to its end, or goes on with one that was interrupted, and writes gate.csv.
  func complete(_ services: SessionServices) throws -> GateVerdict {
    let gate = Gate(plan, thresholds: plan.settings.thresholds)
    var outcomes: [GateOutcome] = []
    let rows = try AdaptiveRun.complete(
      plan, in: directory, services: services, endsRound: { Gate.endsAll(Repetition($0)) }
    ) { rows in
      switch gate.step(rows.map { Repetition($0) }) {
      case .run(let round, let phase, let pairs): return plan.gateRound(round, phase: phase, pairs: pairs)
      case .done(let result):
        outcomes = result
        return nil
      }
    }
    let verdict = GateVerdict(outcomes, repetitions: rows.map { Repetition($0) })
    try directory.replace(.gate, with: verdict.outcomes.map { $0.tableRow(runId: plan.origin.runId) })
    return verdict
  }
}
