import BenchAnalysis
import BenchPlan
import BenchReports
import BenchResults

/// The report of a folder that is no run's, as its command printed it.
enum StoredReport {
  /// Nil for a run, whose tables depend on what is asked for.
  ///
  /// - Throws: what reading its files throws.
  static func read(_ path: String, in invocation: Invocation) throws -> Report? {
    let directory = try RunDirectory.open(at: path)
    switch try StoredRun.kind(of: directory) {
    case .run: return nil
    case .gate:
      let gate = try gate(path, in: invocation)
      return GateReport(gate.verdict, of: gate.plan).report
    case .selfTest:
      let (extent, results) = try directory.selfTest()
      if results.gatesN < extent.gatesN { noteInterruption(path, .selfTest, in: invocation) }
      return SelfTestReport(results, slowdownPercent: extent.slowdownPercent).report
    }
  }

  /// Reads a gate; that it was interrupted is noted.
  static func gate(_ path: String, in invocation: Invocation) throws -> GateReading {
    let gate = try RunDirectory.open(at: path).gate()
    if !gate.isComplete { noteInterruption(path, .gate, in: invocation) }
    return gate
  }

  private static func noteInterruption(_ path: String, _ kind: PlanKind, in invocation: Invocation) {
    invocation.notes("bench: \(StoredRunError.interrupted(path, kind))")
  }
}
