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
    let kind = try StoredRun.kind(of: directory)
    let (report, isComplete): (Report, Bool)
    switch kind {
    case .run: return nil
    case .gate:
      let gate = try directory.gate()
      (report, isComplete) = (GateReport(gate.verdict, of: gate.plan).report, gate.isComplete)
    case .selfTest:
      let (extent, results) = try directory.selfTest()
      report = SelfTestReport(results, slowdownPercent: extent.slowdownPercent).report
      isComplete = results.gatesN >= extent.gatesN
    }
    if !isComplete { invocation.notes("bench: \(StoredRunError.interrupted(path, kind))") }
    return report
  }
}
