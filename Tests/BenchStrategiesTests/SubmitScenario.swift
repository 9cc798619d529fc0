import BenchModel
import BenchWorkloads
import WorkerPools
import WorkerPoolsPosix

@testable import BenchStrategies

/// Submits two groups of tasks and drains them one after another, and says what was wrong with that.
///
/// In a process of its own, as `ContractScenario`.
enum SubmitScenario: WorkerFunction {
  struct Input: Codable, Sendable {
    let variant: StrategyVariant
  }

  static func run(_ input: Input) throws -> [String] {
    let server = try EchoFixture()
    defer { withExtendedLifetime(server) {} }
    let settings = WorkloadSettings(seed: 5, taskDurationNs: 1_000_000, socketPort: server.port)
    let reference = try WorkloadReference(try Workloads().named("socket-io"), settings: settings)
    let setup = StrategySetup(input.variant, workload: reference, width: CoreCount.affinity.count)
    let type = try StrategyCatalog.named(input.variant.strategy)
    let strategy = try type.init(setup)
    try strategy.startUp()
    let batch = try makeBatch(setup, 9)
    var faults: [String] = []
    try strategy.submit(0, of: batch)
    if !type.beginsAtDrain { server.awaitRequest() }
    if type.beginsAtDrain, server.hasRequest { faults.append("a task began before it was drained") }
    try strategy.submit(1..<5, of: batch)
    try strategy.drain(batch)
    if (0..<5).contains(where: { batch.endings(of: $0) != 1 }) { faults.append("drained tasks have not ended") }
    if (5..<9).contains(where: { batch.endings(of: $0) != 0 }) { faults.append("tasks ran that were not submitted") }
    try strategy.drain(batch)
    for task in 5..<9 { try strategy.submit(task, of: batch) }
    try strategy.drain(batch)
    let verdict = batch.verdict(outside: try strategy.unitTotals())
    try strategy.tearDown()
    return faults + (verdict == .ok ? [] : ["\(verdict)"])
  }
}
