import BenchAnalysis
import BenchModel
import BenchPlan
import BenchReports
import BenchResults

/// A gate as its folder tells it.
struct StoredGate {
  let plan: Plan
  let verdict: GateVerdict

  /// Judges a finished gate again from its rows.
  ///
  /// - Returns: nil if the folder is none of a gate.
  /// - Throws: `StoredRunError.unfinishedGate` for a gate that was interrupted, `.debug` for one of debug builds; what reading the files throws.
  static func read(_ directory: RunDirectory, in invocation: Invocation) throws -> StoredGate? {
    // A plan of schema 1, which has no gates, reads otherwise.
    guard directory.holds(.plan), let plan = try? directory.readPlan(Plan.self), plan.settings.mode == .gate else {
      return nil
    }
    let rows = try directory.rows(of: .repetitions).map { Repetition($0) }
    try StoredRun.checkBuild(rows, of: directory.path, in: invocation)
    guard case .done(let outcomes) = Gate(plan, thresholds: plan.settings.thresholds).step(rows) else {
      throw StoredRunError.unfinishedGate(directory.path)
    }
    return StoredGate(plan: plan, verdict: GateVerdict(outcomes, repetitions: rows))
  }

  var report: GateReport { GateReport(verdict, base: name(.base), head: name(.head)) }

  private func name(_ side: GateSide) -> String {
    let arm = plan.arms.first { GateSide.parse($0.arm.label)?.side == side }
    return arm.map { $0.arm.command.joined(separator: " ") } ?? side.rawValue
  }
}
