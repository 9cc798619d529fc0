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
    commandName: "gate", abstract: "Judge whether a build is slower than another one; exit 2 on a regression.")

  @OptionGroup(title: "What is compared") var compared: GateOptions

  @Option(help: ArgumentHelp("The folder of the gate's files (default: results/RUN_ID).", valueName: "dir"))
  var output: String?

  @Option(help: ArgumentHelp("Go on with the gate in this folder.", valueName: "dir"))
  var resume: String?

  @Flag(help: "Exit 3 if a test stays undecided; otherwise that is a warning.")
  var failOnInconclusive = false

  @Flag(help: "Print no progress.")
  var noProgress = false

  func validate() throws {
    guard resume == nil, compared.base == nil || compared.head == nil else { return }
    throw ValidationError("a gate compares two programs; give --base COMMAND and --head COMMAND")
  }

  func execute(in invocation: Invocation) throws -> ExitStatus {
    if resume != nil {
      try ResumedOptions.check(invocation.arguments, taken: ["--fail-on-inconclusive", "--no-progress"])
    }
    let setup = resume == nil ? try compared.setup() : nil
    if ReleaseHandover.isNeeded(environment: invocation.environment) { try ReleaseHandover.handOver(invocation) }
    return try MeasuringCommand(invocation, isSilent: noProgress).run { services, progress in
      let run = try gate(setup, invocation, services)
      progress.directory = run.directory.path
      let verdict = try run.complete(services)
      progress.end()
      return try GateEnding(invocation, failsOnInconclusive: failOnInconclusive).report(verdict, of: run)
    }
  }

  private func gate(_ setup: GateSetup?, _ invocation: Invocation, _ services: SessionServices) throws -> GateRun {
    guard let setup else { return try .reopened(at: resume ?? "", services) }
    return try .begun(setup, at: output, invocation, services)
  }
}
