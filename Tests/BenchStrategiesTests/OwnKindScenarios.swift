import BenchWorkloads
import Synchronization
import WorkerPools

@testable import BenchStrategies

/// How often inputs were made in this process.
private let madeCount = Atomic(0)

/// Tasks that read one table, which each process makes once; a task says wrong where its process made two.
struct TableWorkload: SharedInputWorkload {
  static let name = "table"
  static let summary = "reads a table that all tasks share"
  static let carriesBytes = false

  private let table: [UInt64]

  static func makeSharedInput(_ settings: WorkloadSettings) -> [UInt64] {
    madeCount.add(1, ordering: .relaxed)
    return (0..<1_000).map { settings.seed &+ $0 &* 7 }
  }

  init(_ settings: WorkloadSettings, sharing input: [UInt64]) { table = input }

  func run(task: UInt64, input: [UInt8]) throws -> TaskOutput {
    let made = madeCount.load(ordering: .relaxed)
    guard made == 1 else { throw TableError(made: made) }
    return TaskOutput(value: table[Int(task)])
  }

  func expectedValue(forTask task: UInt64) -> UInt64 { 11 + task * 7 }
}

struct TableError: Error, CustomStringConvertible {
  let made: Int
  var description: String { "the input was made \(made) times in one process" }
}

/// Results that differ from run to run, all of them right but one, if there is a wrong one.
struct RemainderWorkload: PredicateWorkload {
  static let name = "remainder"
  static let summary = "some number that is the task's after a division"
  static let carriesBytes = false

  /// The payload's size is the task that goes wrong.
  private let wrong: UInt64?

  init(_ settings: WorkloadSettings) { wrong = settings.payloadBytes.map { UInt64($0) } }

  func run(task: UInt64, input: [UInt8]) -> TaskOutput {
    TaskOutput(value: task + 100 * UInt64.random(in: 0..<1_000) + (task == wrong ? 1 : 0))
  }

  func isRight(_ output: TaskOutput, forTask task: UInt64) -> Bool { output.value % 100 == task }
}

/// A task that is suspended twice and has child tasks.
struct SuspendedWorkload: AsyncWorkload {
  static let name = "suspended"
  static let summary = "sleeps and sums what child tasks return"

  private let nanoseconds: Int

  init(_ settings: WorkloadSettings) { nanoseconds = settings.taskDurationNs ?? 0 }

  func input(forTask task: UInt64) -> [UInt8] { [UInt8(task)] }

  func perform(task: UInt64, input: [UInt8]) async throws -> TaskOutput {
    try await Task.sleep(for: .nanoseconds(nanoseconds))
    async let half = Self.part(task)
    let sum = await half + Self.part(task)
    await Task.yield()
    return TaskOutput(value: sum, payload: input)
  }

  private static func part(_ task: UInt64) async -> UInt64 {
    await Task.yield()
    return task * 3
  }

  func value(of output: TaskOutput) -> UInt64 { output.value + UInt64(output.payload.first ?? 99) }

  func expectedValue(forTask task: UInt64) -> UInt64 { task * 7 }
}

/// An asynchronous task that throws after it was suspended.
struct ThrowingAsyncWorkload: AsyncWorkload {
  struct Refusal: Error, CustomStringConvertible { let description = "refused after a suspension" }

  static let name = "throwing-async"
  static let summary = "throws after a suspension"

  init(_ settings: WorkloadSettings) {}

  func perform(task: UInt64, input: [UInt8]) async throws -> TaskOutput {
    await Task.yield()
    throw Refusal()
  }

  func expectedValue(forTask task: UInt64) -> UInt64 { 0 }
}

/// All three kinds at once.
struct EverythingWorkload: SharedInputWorkload, PredicateWorkload, AsyncWorkload {
  static let name = "everything"
  static let summary = "an asynchronous task over a shared input with a result that is checked"

  private let names: [String]

  static func makeSharedInput(_ settings: WorkloadSettings) -> [String] { (0..<50).map { "name \($0)" } }

  init(_ settings: WorkloadSettings, sharing input: [String]) { names = input }

  func perform(task: UInt64, input: [UInt8]) async -> TaskOutput {
    await Task.yield()
    return TaskOutput(value: UInt64.random(in: 0 ... .max), payload: Array(names[Int(task)].utf8))
  }

  func isRight(_ output: TaskOutput, forTask task: UInt64) -> Bool {
    String(decoding: output.payload, as: UTF8.self) == "name \(task)"
  }
}

/// How a batch of a workload ended that goes wrong, in a process of its own.
enum VerdictScenario: WorkerFunction {
  static func run(_ input: ContractScenario.Input) throws -> String {
    let setup = StrategySetup(input.variant, workload: input.workload, width: input.width)
    let strategy = try StrategyCatalog.named(input.variant.strategy).init(setup)
    do {
      try strategy.startUp()
      let batch = try makeBatch(setup, 12)
      try strategy.run(batch)
      let verdict = batch.verdict(outside: nil)
      try strategy.tearDown()
      return "\(verdict)"
    } catch {
      strategy.abandon()
      return "\(error)"
    }
  }
}

/// How many of twice as many suspended tasks as the width `task-group` runs at once, and how many it says that it runs.
enum SuspendedWidthScenario: WorkerFunction {
  static func run(_ width: Int) throws -> [Int] {
    let settings = WorkloadSettings(seed: 1, taskDurationNs: 50_000_000)
    let setup = StrategySetup(
      workload: try WorkloadReference(SuspendedWorkload.self, settings: settings), width: width)
    let strategy = try TaskGroupStrategy(setup)
    let batch = try makeBatch(setup, 2 * width)
    strategy.startUp()
    try strategy.run(batch)
    return [EffectiveWidth.of(batch.times), strategy.inFlight(ofBatch: 2 * width) ?? 0]
  }
}
