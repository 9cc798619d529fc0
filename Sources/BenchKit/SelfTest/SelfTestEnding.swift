import BenchAnalysis
import BenchPlan
import BenchReports
import BenchResults
import WorkerPoolsPosix

/// What a finished self-test prints, writes and exits with.
struct SelfTestEnding {
  private let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  /// A self-test fails only where a gate's side did not run: its rates are a measurement, and no judgement.
  func report(_ results: SelfTestResults, of run: SelfTestRun) throws -> ExitStatus {
    let report = SelfTestReport(results, slowdownPercent: run.plan.slowdownPercent).report
    let markdown = Array(MarkdownRenderer.text(report).utf8)
    try FileSystemAccess.writeAtomically(markdown, to: run.directory.path(of: .digest))
    invocation.output(ConsoleRenderer.text(report, invocation.layout()))
    invocation.output("Files: \(run.directory.path)")
    return results.unchanged.count(.failed) + results.planted.count(.failed) == 0 ? .done : .failure
  }
}
