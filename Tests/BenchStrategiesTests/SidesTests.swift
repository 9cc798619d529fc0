import BenchModel
import BenchWorkloads
import Glibc
import Synchronization
import Testing
import WorkerPools
import WorkerPoolsPosix

@testable import BenchStrategies

@Suite("Work around a task that carries bytes", .serialized)
struct SidesTests {
  @Test(
    "is done on the same side whatever the strategy: inputs where tasks are submitted, checks where results are waited for",
    .timeLimit(.minutes(20)), arguments: StrategyCatalog.variants)
  func sides(_ variant: StrategyVariant) throws {
    #expect(try UnitProcess.spawn(SidesScenario.self, variant.name).collect().output == [])
  }

  @Test("is prepared in pieces of bounded size where nothing but an index is handed over")
  func prepared() throws {
    let settings = WorkloadSettings(seed: 1, payloadBytes: 3 << 20)
    let batch = TaskBatch(of: try Workloads().named("payload").init(settings), count: 20)
    #expect(PreparedInputs(for: 2..<20, of: batch, atLeast: 2).tasks == 2..<5)
    #expect(PreparedInputs(for: 2..<20, of: batch, atLeast: 4).tasks == 2..<6)
    let inputs = PreparedInputs(for: 19..<20, of: batch, atLeast: 4)
    #expect(inputs.tasks == 19..<20 && inputs[19] == batch.input(19))
  }

  @Test("is left out where tasks carry none")
  func plain() throws {
    let settings = WorkloadSettings(seed: 1, taskDurationNs: 0, iterations: 1, payloadBytes: 8, socketPort: 1)
    for type in Workloads.builtIn {
      let batch = TaskBatch(of: try type.init(settings), count: 4, stampEvery: 2)
      #expect(batch.input(0).isEmpty != type.carriesBytes, "\(type.name)")
      #expect((0..<4).map { batch.isPlain($0) } == [false, true, false, true].map { $0 && !type.carriesBytes })
    }
  }
}

/// On which sides a strategy makes inputs and checks outputs, in a process of its own; says what is wrong with it.
enum SidesScenario: WorkerFunction {
  static func run(_ name: String) throws -> [String] {
    guard let variant = StrategyCatalog.variant(named: name) else { return ["unknown"] }
    let reference = try WorkloadReference(SideWorkload.self, settings: WorkloadSettings(seed: 1))
    let setup = StrategySetup(variant, workload: reference, width: CoreCount.affinity.count)
    let type = try StrategyCatalog.named(variant.strategy)
    let strategy = try type.init(setup)
    try strategy.startUp()
    let batch = try makeBatch(setup, 64)
    try strategy.run(batch)
    let verdict = batch.verdict(outside: try strategy.unitTotals())
    try strategy.tearDown()
    var faults = verdict == .ok ? [] : ["\(verdict)"]
    if SideWorkload.inputThreads.withLock({ $0.count }) != 1 { faults.append("inputs were made by several threads") }
    let checkers = SideWorkload.valueThreads.withLock { $0 }
    let mode = variant.resultMode ?? type.resultModes[0]
    if mode == .each, checkers != [pthread_self()] { faults.append("a result was checked where its task ran") }
    return faults
  }
}

/// Notes which threads of this process make inputs and see outputs.
struct SideWorkload: Workload {
  static let name = "side"
  static let summary = "notes the threads"
  static let parameters: Set<WorkloadParameter> = []
  static let inputThreads = Mutex<Set<pthread_t>>([])
  static let valueThreads = Mutex<Set<pthread_t>>([])

  init(_ settings: WorkloadSettings) {}

  func input(forTask task: UInt64) -> [UInt8] {
    Self.inputThreads.withLock { _ = $0.insert(pthread_self()) }
    return [UInt8(task)]
  }

  func run(task: UInt64, input: [UInt8]) -> TaskOutput {
    MonotonicTime.sleep(nanoseconds: 1_000_000)
    return TaskOutput(value: UInt64(input[0]))
  }

  func value(of output: TaskOutput) -> UInt64 {
    Self.valueThreads.withLock { _ = $0.insert(pthread_self()) }
    return output.value
  }

  func expectedValue(forTask task: UInt64) -> UInt64 { task }
}
