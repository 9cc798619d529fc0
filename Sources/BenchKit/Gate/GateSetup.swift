import BenchAnalysis
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
  var seed: Int?
  var batchTargetNs: Int?
  var timeoutNs: Int?

  /// The plan's ingredients: an arm of either side for each strategy of the suite.
  ///
  /// - Throws: `SuiteError` where a strategy or a workload is unknown.
  func configuration(_ invocation: Invocation, cores: Int) throws -> RunConfiguration {
    let cells = try suite.cells(workloads: invocation.workloads, cores: cores)
    try checkThresholds(cells)
    let startedAt = Timestamp(unixSeconds: WallClock.unixSeconds())
    var settings = RunSettings(
      seed: seed ?? Int.random(in: 0..<RunSettings.seedLimit), rounds: 0)
    settings.mode = .gate
    settings.hasRoundTrips = false
    settings.thresholds = suite.thresholds
    settings.fileDirectory = ProcessImage.environmentValue("TMPDIR") ?? "/tmp"
    settings.coresWidthN = suite.matrices.contains { $0.widths == nil } ? cores : nil
    settings.repetitionTimeoutNs = timeoutNs
    if let batchTargetNs { settings.batchTargetNs = batchTargetNs }
    var configuration = RunConfiguration(
      origin: RunOrigin(
        runId: RunIdentifier.make(at: startedAt), startedAt: startedAt.iso8601, arguments: invocation.arguments),
      settings: settings, cells: cells, arms: try arms())
    configuration.hasControl = false
    try ConfigurationChecks(configuration: configuration, workloads: invocation.workloads).check(
      within: .measured(.system))
    return configuration
  }

  /// A threshold that selects nothing is a slip of the pen, and the gate would go on with its own.
  private func checkThresholds(_ cells: [Cell]) throws(SuiteError) {
    let known = [
      ("metric", suite.thresholds.compactMap(\.metric), Gate.thresholdMetrics),
      ("workload", suite.thresholds.compactMap(\.workload), cells.map(\.workload).uniqued()),
      ("strategy", suite.thresholds.compactMap(\.strategy), suite.strategies ?? StrategyCatalog.standardNames),
    ]
    for (key, names, possible) in known {
      guard let wrong = names.first(where: { !possible.contains($0) }) else { continue }
      throw SuiteError(
        "thresholds: the \(key) '\(wrong)' is not of this gate; it has \(possible.joined(separator: ", "))")
    }
  }

  private func arms() throws(SuiteError) -> [Arm] {
    var arms: [Arm] = []
    for name in suite.strategies ?? StrategyCatalog.standardNames {
      guard let variant = StrategyCatalog.variant(named: name) else { throw SuiteError("unknown strategy '\(name)'") }
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
