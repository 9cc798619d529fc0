import ArgumentParser
import BenchAnalysis
import BenchDriver
import BenchModel
import BenchPlan
import BenchReports
import BenchResults
import BenchStrategies
import WorkerPools
import WorkerPoolsPosix

/// `bench selftest`.
struct SelfTestCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest",
    abstract: "How often the gate is right on this machine: gates without a change, and with a planted one.")

  @Option(
    help: ArgumentHelp("Gates of one strategy in one cell each; every other one has the slowdown.", valueName: "n"))
  var gates = 200

  @Option(help: ArgumentHelp("By how many percent each task of the slower program costs more.", valueName: "percent"))
  var slowdown = 20

  @Option(
    help: ArgumentHelp("The suite whose strategies and cells take turns, or a JSON file.", valueName: "name|file"))
  var suite = "ci"

  @Option(
    help: ArgumentHelp("How long a batch is to take.", valueName: "duration"), transform: SettingsOptions.duration)
  var batchTime = 40_000_000

  @Option(help: ArgumentHelp("Seed of the gates' seeds (default: random, recorded).", valueName: "n"))
  var seed: Int?

  @Option(help: ArgumentHelp("The folder of the self-test's files (default: results/RUN_ID).", valueName: "dir"))
  var output: String?

  @Option(help: ArgumentHelp("Run the gates that are missing in this folder.", valueName: "dir"))
  var resume: String?

  @Flag(help: "Print no progress but a line for each gate.")
  var noProgress = false

  func validate() throws {
    if gates < 1 { throw ValidationError("--gates \(gates): give at least 1") }
    if !(1...1_000).contains(slowdown) { throw ValidationError("--slowdown \(slowdown): give 1 to 1000") }
    try SettingsOptions.check(seed: seed)
  }

  func execute(in invocation: Invocation) throws -> ExitStatus {
    if resume != nil { try ResumedOptions.check(invocation.arguments, taken: ["--no-progress"]) }
    let fresh = resume == nil ? try plan(invocation) : nil
    if ReleaseHandover.isNeeded(environment: invocation.environment) { try ReleaseHandover.handOver(invocation) }
    return try MeasuringCommand(invocation, isSilent: noProgress || !invocation.isTerminal).run { services, progress in
      let directory = try folder(fresh)
      progress.directory = directory.path
      let run = SelfTestRun(
        directory: directory, plan: try directory.readPlan(SelfTestPlan.self), invocation: invocation)
      return try SelfTestEnding(invocation).report(try run.complete(services, progress), of: run)
    }
  }

  private func plan(_ invocation: Invocation) throws -> SelfTestPlan {
    let suite = try Suite.load(suite, cores: CoreCount.available)
    return SelfTestPlan(
      gatesN: gates, slowdownPercent: slowdown, seed: seed ?? Int.random(in: 0..<RunSettings.seedLimit),
      batchTargetNs: batchTime, strategies: suite.strategies ?? StrategyCatalog.standardNames,
      cells: try suite.cells(workloads: invocation.workloads, cores: CoreCount.available), thresholds: suite.thresholds)
  }

  private func folder(_ plan: SelfTestPlan?) throws -> RunDirectory {
    guard let plan else { return try RunDirectory.reopen(at: resume ?? "") }
    let id = RunIdentifier.make(at: Timestamp(unixSeconds: WallClock.unixSeconds()))
    let directory = try RunDirectory.create(at: output ?? "results/\(id)")
    try directory.writePlan(plan)
    return directory
  }
}
