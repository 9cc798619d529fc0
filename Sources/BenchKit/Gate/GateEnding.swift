import BenchAnalysis
import BenchModel
import BenchPlan
import BenchReports
import BenchResults
import WorkerPoolsPosix

/// What a finished gate prints, writes and exits with.
struct GateEnding {
  private let invocation: Invocation
  private let failsOnInconclusive: Bool

  init(_ invocation: Invocation, failsOnInconclusive: Bool) {
    self.invocation = invocation
    self.failsOnInconclusive = failsOnInconclusive
  }

  func report(_ verdict: GateVerdict, of run: GateRun) throws -> ExitStatus {
    let gate = GateReport(verdict, of: run.plan)
    let report = gate.report
    let markdown = MarkdownRenderer.text(report)
    invocation.output(ConsoleRenderer.text(report, invocation.layout()))
    let page = ComparisonPages.gate(gate, styles: ReportFiles.styles)
    let path = try ReportFiles(folder: run.directory.path).write(page)
    invocation.output("Files: \(run.directory.path)\nReport: \(path)")
    append(markdown)
    return status(verdict.result)
  }

  private func status(_ result: GateVerdict.Result) -> ExitStatus {
    switch result {
    case .pass: .done
    case .regression: .regression
    case .failed: .failure
    case .inconclusive: failsOnInconclusive ? .inconclusive : .done
    }
  }

  /// Appends to the summary of a GitHub job, if there is one; what goes wrong with it is a note and changes no verdict.
  private func append(_ text: String) {
    guard let path = invocation.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty else { return }
    do {
      let file = try FileSystemAccess.openForAppending(path)
      defer { try? file.close() }
      try FileSystemAccess.write(Array(text.utf8), to: file, path: path)
    } catch {
      invocation.notes("bench: the summary could not be appended to GITHUB_STEP_SUMMARY: \(error)")
    }
  }
}
