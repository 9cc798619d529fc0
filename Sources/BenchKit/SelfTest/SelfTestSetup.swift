import BenchDriver
import BenchMachine
import BenchModel
import BenchPlan
import BenchStrategies
import WorkerPools
import WorkerPoolsPosix

/// What a self-test is to do, before there is a plan.
struct SelfTestSetup {
  var suite: Suite
  var gatesN: Int
  var slowdownPercent: Int
  var repetitions: RepetitionSettings

  /// Long enough for a gate of one cell, and short enough for 200 of them in half an hour.
  private static let batchTargetNs = 40_000_000

  /// The plan, of this program on this machine.
  ///
  /// - Throws: what a gate of the whole suite would be refused for.
  func plan(_ invocation: Invocation) throws -> SelfTestPlan {
    let command = [invocation.executable]
    let cores = CoreCount.available
    try suite.checkThresholds(try suite.cells(workloads: invocation.workloads, cores: cores))
    let gate = try GateSetup(suite: suite, base: command, head: command).configuration(invocation, cores: cores)
    return SelfTestPlan(
      machine: MachineIdentity.fingerprint(.system, environment: invocation.environment),
      executables: [
        ExecutableIdentity(path: invocation.executable, sha256: try Digest.sha256(ofFile: invocation.executable))
      ],
      gatesN: gatesN, slowdownPercent: slowdownPercent, seed: repetitions.chosenSeed,
      batchTargetNs: repetitions.batchTargetNs ?? Self.batchTargetNs, timeoutNs: repetitions.timeoutNs,
      strategies: suite.strategies ?? StrategyCatalog.standardNames, cells: gate.cells,
      thresholds: suite.thresholds)
  }
}
