import ArgumentParser
import BenchAnalysis
import BenchDriver
import BenchModel
import BenchPlan
import BenchReports
import BenchResults
import WorkerPools
import WorkerPoolsPosix

/// `bench selftest`.
struct SelfTestCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest",
    abstract: "How often the gate is right on this machine: gates without a change, and with a planted one.",
    discussion: """
      Ten gates of each kind, with a planted slowdown of 20 %:
        bench selftest --gates 10 --slowdown 1.2
      """)

  @Option(
    help: ArgumentHelp("Gates of one strategy in one cell each; every other one has the slowdown.", valueName: "n"))
  var gates = 200

  @Option(help: ArgumentHelp("What a task of the slower program costs, over one of the other.", valueName: "factor"))
  var slowdown = 1.2

  @Option(
    help: ArgumentHelp("The suite whose strategies and cells take turns, or a JSON file.", valueName: "name|file"))
  var suite = "ci"

  @OptionGroup(title: "How it is run") var repetitions: RepetitionOptions

  @OptionGroup(title: "Results") var folder: FolderOptions

  func validate() throws {
    if !(1...100_000).contains(gates) { throw ValidationError("--gates \(gates): give 1 to 100000") }
    if !(1.01...11).contains(slowdown) { throw ValidationError("--slowdown \(slowdown): give 1.01 to 11, as 1.2") }
  }

  func execute(in invocation: Invocation) throws -> ExitStatus {
    if folder.resume != nil { try ResumedOptions.check(invocation.arguments, taken: ["--no-progress"]) }
    let fresh = folder.resume == nil ? try plan(invocation) : nil
    if ReleaseHandover.isNeeded(environment: invocation.environment) { try ReleaseHandover.handOver(invocation) }
    return try MeasuringCommand(invocation, isSilent: folder.noProgress || !invocation.isTerminal).run {
      services, progress in
      let directory = try directory(fresh, invocation)
      progress.directory = directory.path
      let plan = try Preflight.plan(SelfTestPlan.self, of: .selfTest, in: directory)
      try Preflight.verify(plan.machine, plan.executables, services: services)
      let run = SelfTestRun(directory: directory, plan: plan, invocation: invocation)
      return try SelfTestEnding(invocation).report(try run.complete(services, progress), of: run)
    }
  }

  private func plan(_ invocation: Invocation) throws -> SelfTestPlan {
    try SelfTestSetup(
      suite: try Suite.load(suite, cores: CoreCount.available), gatesN: gates,
      slowdownPercent: Int(((slowdown - 1) * 100).rounded()), repetitions: repetitions.settings
    ).plan(invocation)
  }

  private func directory(_ plan: SelfTestPlan?, _ invocation: Invocation) throws -> RunDirectory {
    guard let plan else { return try RunDirectory.reopen(at: folder.resume ?? "") }
    let directory = try RunDirectory.create(at: folder.output ?? "results/\(RunOrigin(invocation).runId)")
    try directory.writePlan(plan)
    return directory
  }
}
