import ArgumentParser
import BenchAnalysis
import BenchDriver
import BenchPlan
import BenchReports
import BenchResults
import WorkerPoolsPosix

/// `bench gate`.
struct GateCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate", abstract: "Judge whether a build is slower than another one; exit 2 on a regression.",
    discussion: """
      Two builds of this program, the old one and the new one, pair by pair:
        bench gate --base old/.build/release/bench --head new/.build/release/bench
      By a suite of one's own, where a test that stays open counts as a failure:
        bench gate --suite gate.json --base old --head new --fail-on-inconclusive
      """)

  @OptionGroup(title: "What is compared") var compared: GateOptions

  @OptionGroup(title: "How it is run") var repetitions: RepetitionOptions

  @OptionGroup(title: "Results") var folder: FolderOptions

  @Flag(help: "Exit 3 if a test stays undecided; otherwise that is a warning.")
  var failOnInconclusive = false

  func validate() throws {
    guard folder.resume == nil, compared.base == nil || compared.head == nil else { return }
    throw ValidationError("a gate compares two programs; give --base COMMAND and --head COMMAND")
  }

  func execute(in invocation: Invocation) throws -> ExitStatus {
    if folder.resume != nil {
      try ResumedOptions.check(invocation.arguments, taken: ["--fail-on-inconclusive", "--no-progress"])
    }
    // What is wrong with the arguments is said before a release build is waited for.
    let configuration = folder.resume == nil ? try compared.configuration(repetitions.settings, invocation) : nil
    if ReleaseHandover.isNeeded(environment: invocation.environment) { try ReleaseHandover.handOver(invocation) }
    return try MeasuringCommand(invocation, isSilent: folder.noProgress).run { services, progress in
      let run = try gate(configuration, services)
      progress.directory = run.directory.path
      let verdict = try run.complete(services)
      progress.end()
      return try GateEnding(invocation, failsOnInconclusive: failOnInconclusive).report(verdict, of: run)
    }
  }

  private func gate(_ configuration: RunConfiguration?, _ services: SessionServices) throws -> GateRun {
    guard let configuration else { return try .reopened(at: folder.resume ?? "", services) }
    return try .begun(configuration, at: folder.output, services)
  }
}
