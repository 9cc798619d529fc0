import ArgumentParser
import BenchAnalysis
import BenchMachine
import BenchReports
import WorkerPoolsPosix

/// `bench advise`.
struct AdviseCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "advise",
    abstract: "Which strategy for tasks of this duration and kind, from a sweep: in plain words, or too close to call.",
    discussion: """
      Sweep this machine first, in under ten minutes:
        bench advise --run --task-duration 3ms --kind cpu
      From a sweep that is there:
        bench advise results/sweep --task-duration 50us --kind cpu --width 2
      """)

  @OptionGroup var source: SweepSource

  @Option(help: ArgumentHelp("How long one of your tasks takes: 3ms.", valueName: "duration"), transform: duration)
  var taskDuration: Int

  @Option(help: ArgumentHelp("Which workload is like your tasks: cpu if they compute, sleep if they wait."))
  var kind: String

  @Option(help: ArgumentHelp("How many tasks run at once (default: the sweep's, as many as cores).", valueName: "n"))
  var width: Int?

  @Flag(help: "Take the figures of another machine's run as if they were this one's.")
  var otherMachine = false

  @OptionGroup var table: TableOptions

  @Option(help: "How to draw the answer.")
  var format = ReportFormat.text

  func execute(in invocation: Invocation) throws -> ExitStatus {
    let question = AdviceQuestion(
      kind: kind, taskDurationNs: taskDuration, width: width, cores: CoreCount.available)
    if source.run {
      let ending = try SweepRun(question: question, source: source, invocation: invocation).run()
      guard case .measured(let folder) = ending else { return ending.exit }
      invocation.notes("bench: the sweep is in \(folder)")
      return try answer(question, from: folder, in: invocation)
    }
    return try answer(question, from: source.folder, in: invocation)
  }

  private func answer(_ question: AdviceQuestion, from folder: String, in invocation: Invocation) throws -> ExitStatus {
    let results = try StoredRun.readFigures(folder, in: invocation)
    let host = MachineIdentity.host(.system, environment: invocation.environment) ?? "unknown"
    try results.checkForAdvice(
      hostId: otherMachine ? nil : host, takesDebug: invocation.environment["BENCH_ALLOW_DEBUG"] == "1")
    let advice = try Advice(question, from: results)
    let report = AdviceReport(advice, folder: folder, isElsewhere: results.identity.hostId != host).report
    invocation.write(format.text(report, table.layout(in: invocation)))
    return .done
  }

  private static func duration(_ text: String) throws -> Int {
    guard let duration = try CommaList<Int>.durations(text).elements.first, !text.contains(",") else {
      throw ValidationError("'\(text)' is not one duration; write 250us, 3ms or 2s")
    }
    return duration
  }
}
