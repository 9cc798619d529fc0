import ArgumentParser
import BenchAnalysis
import BenchDriver
import BenchModel
import BenchPlan
import BenchReports
import BenchResults
import WorkerPoolsPosix

/// `bench run`.
struct RunCommand: ParsableCommand, BenchCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a suite: every strategy in every cell, side by side, to CSV.",
    discussion: """
      The default suite, in under three minutes on two cores:
        bench run
      Tasks of one's own size, and widths:
        bench run --workloads cpu,sleep --task-duration 100us,3ms --width 1,2
      Some strategies alone:
        bench run --workloads cpu --strategies serial,process-pool@forkserver
      What would run, and for how long:
        bench run --suite default --rigorous --dry-run
      """)

  @OptionGroup var options: RunOptions

  func execute(in invocation: Invocation) throws -> ExitStatus {
    let setup = RunSetup(options: options, invocation: invocation)
    try options.checkResuming(arguments: invocation.arguments)
    // What is wrong with the arguments is said before a release build is waited for.
    let isResumed = options.output.folder.resume != nil
    let (configuration, leftOut) = isResumed ? (nil, []) : try setup.configuration()
    let aims = isResumed ? nil : try setup.aims()
    let onlyDescribed = options.output.dryRun ? configuration : nil
    if onlyDescribed == nil, ReleaseHandover.isNeeded(environment: invocation.environment) {
      try ReleaseHandover.handOver(invocation)
    }
    for line in leftOut { invocation.notes("bench: \(line)") }
    if let onlyDescribed { return try describe(onlyDescribed, invocation) }
    return try MeasuringCommand(invocation, isSilent: options.output.folder.noProgress).run { services, progress in
      try run(configuration, aims, services, progress, invocation)
    }
  }

  private func run(
    _ configuration: RunConfiguration?, _ aims: [UInt8]?, _ services: SessionServices, _ progress: ProgressReport,
    _ invocation: Invocation
  ) throws -> ExitStatus {
    let directory: RunDirectory
    if let configuration {
      let plan = try Preflight.plan(configuration, services: services)
      directory = try RunDirectory.create(at: options.output.folder.output ?? "results/\(plan.origin.runId)")
      progress.directory = directory.path
      if let aims { try directory.write(aims, to: .aims) }
      try BenchRun.begin(plan, in: directory, services: services)
    } else {
      directory = try RunDirectory.reopen(at: options.output.folder.resume ?? "")
      progress.directory = directory.path
      try BenchRun.resume(directory, services: services)
    }
    progress.end()
    return try show(directory, invocation)
  }

  private func show(_ directory: RunDirectory, _ invocation: Invocation) throws -> ExitStatus {
    let results = try directory.writeSummary()
    let aims = try directory.aims()
    let report = RunReport.report(results, aims: aims)
    invocation.write(ConsoleRenderer.text(report, options.output.table.layout(in: invocation)) + "\n")
    invocation.output("Files: \(directory.path)")
    let page = RunPage.page(results, aims: aims, styles: ReportFiles.styles)
    invocation.output("Report: \(try ReportFiles(folder: directory.path).write(page))")
    let arms = try directory.readPlan(Plan.self).arms.map(\.arm)
    let outcome = RunOutcome(
      results, ownArms: Set(arms.filter { !$0.isExternal }.map(\.label)),
      optionalArms: Set(arms.filter(\.isOptional).map(\.label)))
    for arm in outcome.silentArms {
      invocation.notes("bench: no repetition of \(arm) ended well; see its rows in \(directory.path)/reps.csv")
    }
    return outcome.isGood ? .done : .failure
  }

  private func describe(
    _ configuration: RunConfiguration, _ invocation: Invocation
  ) throws -> ExitStatus {
    let plan = try Preflight.plan(configuration, services: .own(invocation, interruption: Interruption(nil)))
    invocation.output(PlanDescription.text(of: plan))
    return .done
  }
}
