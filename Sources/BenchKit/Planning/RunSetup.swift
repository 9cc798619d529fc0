import BenchAnalysis
import BenchDriver
import BenchMachine
import BenchModel
import BenchPlan
import BenchRepetition
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

  /// The bytes of the suite's file of aims, which are good; nil if it names none.
  ///
  /// - Throws: `SuiteError` if the file cannot be read or is wrong.
  func aims() throws(SuiteError) -> [UInt8]? {
    guard let path = try options.selectedSuite(cores: cores).aims else { return nil }
    guard let text = FileSystemAccess.text(of: path) else { throw SuiteError("aims \(path): this file cannot be read") }
    do throws(AimFileError) {
      _ = try AimFile.parse(text.utf8)
    } catch {
      throw SuiteError("aims \(path): \(error)")
    }
    return Array(text.utf8)
  }

  private var surroundings: Suite.Surroundings {
    Suite.Surroundings(
      isProgram: { ExecutableSearch.find($0, searchPath: invocation.environment["PATH"]) != nil },
      isFile: FileSystemAccess.exists)
  }

  private func configuration(of suite: Suite) throws -> RunConfiguration {
    let arms = ArmList(
      executable: invocation.executable, strategies: suite.strategies ?? StrategyCatalog.standardNames,
      allocators: options.arms.allocator?.elements ?? [], suiteArms: suite.arms, external: options.arms.arms)
    var configuration = RunConfiguration(
      origin: RunOrigin(invocation), settings: settings(of: suite),
      cells: try suite.cells(workloads: invocation.workloads, cores: cores), arms: try arms.arms())
    configuration.hasControl = !options.arms.noControl
    try ConfigurationChecks(configuration: configuration, workloads: invocation.workloads).check(
      within: .measured(.system))
    return configuration
  }

  private func settings(of suite: Suite) -> RunSettings {
    let rounds = suite.rounds ?? RunMode.standard.rounds ?? 14
    var settings = options.settings.repetitions.settings.planned(for: suite, rounds: rounds, cores: cores)
    settings.mode = mode(rounds: rounds)
    settings.tasksOverrideN = suite.tasks
    settings.threadStackBytes = options.settings.stackSize
    settings.baseline = options.arms.baseline
    settings.recordTasks = options.output.tasksCsv
    return settings
  }

  private func mode(rounds: Int) -> RunMode {
    let named: [RunMode] = [.quick, .standard, .rigorous]
    return named.first { $0.rounds == rounds } ?? .custom
  }
}
