import BenchDriver
import BenchMachine
import BenchModel
import BenchPlan
import BenchResults
import BenchStrategies
import BenchWorkloads
import WorkerPoolsPosix

/// Turns what was typed into what the driver needs.
struct RunSetup {
  let options: RunOptions
  let invocation: Invocation
  let cores = CoreCount.available

  /// What the user asked for, with everything that was left open decided, and a line about each optional arm of the
  /// suite that cannot run here.
  ///
  /// - Throws: `SuiteError` where a name or a list is wrong.
  func configuration() throws -> (configuration: RunConfiguration, leftOut: [String]) {
    let selected = try options.selectedSuite(cores: cores)
    let (suite, leftOut) = selected.withoutMissingArms(in: surroundings)
    return (try configuration(of: suite), leftOut)
  }

  private var surroundings: Suite.Surroundings {
    Suite.Surroundings(
      isProgram: { ExecutableSearch.find($0, searchPath: invocation.environment["PATH"]) != nil },
      isFile: FileSystemAccess.exists)
  }

  private func configuration(of suite: Suite) throws -> RunConfiguration {
    let arms = ArmList(
      executable: invocation.executable, strategies: suite.strategies ?? StrategyCatalog.standardNames,
      allocators: options.allocator?.elements ?? [], suiteArms: suite.arms, external: options.arms)
    let rounds = suite.rounds ?? RunMode.standard.rounds ?? 14
    let startedAt = Timestamp(unixSeconds: WallClock.unixSeconds())
    var configuration = RunConfiguration(
      runId: RunIdentifier.make(at: startedAt), startedAt: startedAt.iso8601,
      seed: options.seed ?? Int.random(in: 0..<(1 << 53)), rounds: rounds,
      cells: try suite.cells(workloads: invocation.workloads, cores: cores), arms: try arms.arms())
    configuration.arguments = invocation.arguments
    configuration.mode = mode(rounds: rounds)
    configuration.tasksOverrideN = suite.tasks
    configuration.threadStackBytes = options.stackSize
    configuration.recordTasks = options.tasksCsv
    configuration.fileDirectory = ProcessImage.environmentValue("TMPDIR") ?? "/tmp"
    configuration.commit = SourceRevision.find(around: folder(of: invocation.executable))?.label
    return configuration
  }

  private func mode(rounds: Int) -> RunMode {
    let named: [RunMode] = [.quick, .standard, .rigorous]
    return named.first { $0.rounds == rounds } ?? .custom
  }

  private func folder(of path: String) -> String {
    path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
  }

  /// The driver's surroundings: this program itself in its other roles, and the kernels.
  func services(interruption: Interruption, report: @escaping @Sendable (RunEvent) -> Void) -> SessionServices {
    SessionServices(
      environment: invocation.environment, watchdogCommand: [invocation.executable, "watchdog"],
      echoServerCommand: [invocation.executable, "echo-server"], interruption: interruption,
      reference: KnownWorkloads.reference(invocation.workloads), kernel: KnownWorkloads.kernel, report: report)
  }
}
