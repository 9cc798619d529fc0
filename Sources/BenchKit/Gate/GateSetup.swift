import BenchDriver
import BenchMachine
import BenchModel
import BenchPlan
import BenchResults
import BenchStrategies
import WorkerPools
import WorkerPoolsPosix

/// What a gate is to compare, before there is a plan.
struct GateSetup {
  var suite: Suite
  /// The words of both commands.
  var base: [String]
  var head: [String]
  /// Variables of the head alone; a self-test plants its slowdown so.
  var headEnvironment: [String: String] = [:]
  var repetitions = RepetitionSettings()

  /// The plan's ingredients: an arm of either side for each strategy of the suite.
  ///
  /// - Throws: `SuiteError` where a strategy or a workload is unknown.
  func configuration(_ invocation: Invocation, cores: Int) throws -> RunConfiguration {
    var settings = repetitions.planned(for: suite, rounds: 0, cores: cores)
    settings.mode = .gate
    settings.hasRoundTrips = false
    settings.tasksOverrideN = suite.tasks
    settings.thresholds = suite.thresholds
    var configuration = RunConfiguration(
      origin: RunOrigin(invocation), settings: settings,
      cells: try suite.cells(workloads: invocation.workloads, cores: cores), arms: try arms())
    configuration.hasControl = false
    try ConfigurationChecks(configuration: configuration, workloads: invocation.workloads).check(
      within: .measured(.system))
    return configuration
  }

  private func arms() throws(SuiteError) -> [Arm] {
    var arms: [Arm] = []
    for name in suite.strategies ?? StrategyCatalog.standardNames {
      let variant = try StrategyCatalog.known(name)
      arms += GateSide.allCases.map { arm($0, name, variant) }
    }
    return arms
  }

  /// An arm that is told its strategy as this program's own arms are, though another program runs it.
  private func arm(_ side: GateSide, _ name: String, _ variant: StrategyVariant) -> Arm {
    var arm = Arm(
      label: side.label(name), command: side == .base ? base : head,
      environment: side == .head ? headEnvironment : [:], strategy: variant.strategy,
      startMethod: variant.startMethod?.rawValue, resultMode: variant.resultMode, sizingGroup: name)
    arm.isExternal = true
    arm.countsAllocations = true
    return arm
  }
}
