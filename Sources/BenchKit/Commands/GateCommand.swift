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

  @Option(help: ArgumentHelp("What is there already: the command of a bench, or of a program built on BenchKit."))
  var base: String?

  @Option(help: ArgumentHelp("What is to be judged: such a command of the new build."))
  var head: String?

  @Option(help: ArgumentHelp("A suite of this program, or a JSON file that holds one.", valueName: "name|file"))
  var suite = "ci"

  @Option(
    help: ArgumentHelp("Strategies in place of the suite's.", valueName: "list"), transform: CommaList<String>.names)
  var strategies: CommaList<String>?

  @Option(help: ArgumentHelp("Seed of the order and of the tasks' values (default: random, recorded).", valueName: "n"))
  var seed: Int?

  @Option(help: ArgumentHelp("The folder of the gate's files (default: results/RUN_ID).", valueName: "dir"))
  var output: String?

  @Option(help: ArgumentHelp("Go on with the gate in this folder.", valueName: "dir"))
  var resume: String?

  @Flag(help: "Exit 3 if a test stays undecided; otherwise that is a warning.")
  var failOnInconclusive = false

  @Flag(help: "Print no progress.")
  var noProgress = false

  func validate() throws {
    guard resume == nil, base == nil || head == nil else { return }
    throw ValidationError("a gate compares two programs; give --base COMMAND and --head COMMAND")
  }

  func execute(in invocation: Invocation) throws -> ExitStatus {
    if resume != nil {
      try ResumedOptions.check(invocation.arguments, taken: ["--suite", "--fail-on-inconclusive", "--no-progress"])
    }
    let suite = try Suite.load(suite, cores: CoreCount.available)
    if ReleaseHandover.isNeeded(environment: invocation.environment) { try ReleaseHandover.handOver(invocation) }
    return try MeasuringCommand(invocation, isSilent: noProgress).run { services, progress in
      let run = try gate(suite, invocation, services)
      progress.directory = run.directory.path
      let verdict = try run.complete(services)
      progress.end()
      return try GateEnding(invocation, failsOnInconclusive: failOnInconclusive).report(verdict, of: run)
    }
  }

  private func gate(_ suite: Suite, _ invocation: Invocation, _ services: SessionServices) throws -> GateRun {
    if let resume {
      let directory = try RunDirectory.reopen(at: resume)
      let plan = try directory.readPlan(Plan.self)
      try Preflight.verify(plan, services: services)
      return GateRun(directory: directory, plan: plan, thresholds: suite.thresholds)
    }
    var suite = suite
    if let strategies { suite.strategies = strategies.elements }
    var setup = GateSetup(suite: suite, base: try ShellWords.split(base ?? ""), head: try ShellWords.split(head ?? ""))
    setup.seed = seed
    let plan = try Preflight.plan(
      try setup.configuration(invocation, cores: CoreCount.available), services: services)
    let directory = try RunDirectory.create(at: output ?? "results/\(plan.origin.runId)")
    return GateRun(directory: directory, plan: plan, thresholds: suite.thresholds)
  }
}
