import BenchModel
import BenchWorkloads
import Testing
import WorkerPools
import WorkerPoolsPosix

@testable import BenchStrategies

@Suite("A process per task", .serialized)
struct ProcessPerTaskTests {
  private func setup(
    _ type: any Workload.Type, width: Int, port: Int? = nil, payload: Int? = nil
  ) throws -> StrategySetup {
    let settings = WorkloadSettings(seed: 3, taskDurationNs: 0, payloadBytes: payload, socketPort: port)
    return StrategySetup(workload: try WorkloadReference(type, settings: settings), width: width)
  }

  private func setup(_ name: String, width: Int, port: Int? = nil, payload: Int? = nil) throws -> StrategySetup {
    try setup(try Workloads().named(name), width: width, port: port, payload: payload)
  }

  @Test("512 processes are alive at the same time", .timeLimit(.minutes(20)))
  func wide() throws {
    let server = try EchoFixture(gate: 512)
    defer { withExtendedLifetime(server) {} }
    let setup = try setup("socket-io", width: 512, port: server.port)
    let strategy = try ProcessPerTaskStrategy(setup)
    try strategy.startUp()
    let batch = try makeBatch(setup, 512)
    try strategy.run(batch)
    #expect(batch.verdict(outside: strategy.unitTotals()) == .ok)
    #expect(EffectiveWidth.of(batch.times) == 512)
  }

  @Test("an answer that is larger than a socket's buffer arrives", .timeLimit(.minutes(20)))
  func longAnswers() throws {
    let setup = try setup("payload", width: 3, payload: 1 << 19)
    let strategy = try ProcessPerTaskStrategy(setup)
    let batch = try makeBatch(setup, 6)
    try strategy.run(batch)
    #expect(batch.verdict(outside: strategy.unitTotals()) == .ok)
  }

  @Test("a large answer to a small request, which nobody expects, arrives too", .timeLimit(.minutes(20)))
  func unexpectedlyLongAnswers() throws {
    let setup = try setup(ProlificWorkload.self, width: 3)
    let strategy = try ProcessPerTaskStrategy(setup)
    let batch = try makeBatch(setup, 6)
    try strategy.run(batch)
    #expect(batch.verdict(outside: strategy.unitTotals()) == .ok)
  }

  @Test("what a task throws ends the batch, and the other processes with it", .timeLimit(.minutes(20)))
  func throwing() throws {
    let outcome = try failure(of: ThrowingWorkload.self)
    #expect(outcome.error.hasSuffix("refused on purpose"))
    #expect(outcome.left == [])
  }

  @Test("a process that dies is an error that says how, and leaves nothing", .timeLimit(.minutes(20)))
  func dying() throws {
    let outcome = try failure(of: DyingWorkload.self)
    #expect(outcome.error.contains("was killed by signal 9"))
    #expect(outcome.left == [])
  }

  @Test("running out of descriptors is an error that says so, and leaves nothing", .timeLimit(.minutes(20)))
  func descriptorLimit() throws {
    let outcome = try failure(of: SleepForeverWorkload.self, descriptors: 40)
    #expect(outcome.error.contains("descriptor"), "\(outcome.error)")
    #expect(outcome.left == [])
  }

  @Test("a limit on descriptors below the width is raised as far as it may be", .timeLimit(.minutes(20)))
  func descriptorRoom() throws {
    let hard = ResourceLimit.descriptors.current().hard
    #expect(try UnitProcess.spawn(RoomScenario.self, 100).collect().output == hard)
    #expect(try UnitProcess.spawn(RoomScenario.self, 1).collect().output == hard)
  }

  /// What a batch over 30 processes throws and leaves, in a process of its own where nothing else comes and goes.
  private func failure(of type: any Workload.Type, descriptors: Int? = nil) throws -> FailureScenario.Output {
    let reference = try WorkloadReference(type, settings: WorkloadSettings(seed: 3))
    let input = FailureScenario.Input(workload: reference, descriptors: descriptors)
    return try UnitProcess.spawn(FailureScenario.self, input).collect().output
  }
}

/// Answers a request without bytes with half a megabyte.
struct ProlificWorkload: Workload {
  static let name = "prolific"
  static let summary = "answers with more than it was given"
  static let parameters: Set<WorkloadParameter> = []

  init(_ settings: WorkloadSettings) {}

  func run(task: UInt64, input: [UInt8]) -> TaskOutput {
    TaskOutput(value: 0, payload: [UInt8](repeating: UInt8(truncatingIfNeeded: task), count: 1 << 19))
  }
  func value(of output: TaskOutput) -> UInt64 { UInt64(output.payload.count) * UInt64(output.payload[0]) }
  func expectedValue(forTask task: UInt64) -> UInt64 { (task & 0xFF) << 19 }
}

/// Kills the process that runs it.
struct DyingWorkload: Workload {
  static let name = "dying"
  static let summary = "kills its process"
  static let parameters: Set<WorkloadParameter> = []

  init(_ settings: WorkloadSettings) {}

  func run(task: UInt64, input: [UInt8]) -> TaskOutput {
    if task == 2 { SignalNumber.send(SignalNumber.kill, to: ProcessImage.processIdentifier) }
    return TaskOutput(value: 0)
  }
  func expectedValue(forTask task: UInt64) -> UInt64 { 0 }
}

/// Sleeps until it is killed.
struct SleepForeverWorkload: Workload {
  static let name = "sleep-forever"
  static let summary = "sleeps until it is killed"
  static let parameters: Set<WorkloadParameter> = []

  init(_ settings: WorkloadSettings) {}

  func run(task: UInt64, input: [UInt8]) -> TaskOutput {
    while true { MonotonicTime.sleep(nanoseconds: 1_000_000_000) }
  }
  func expectedValue(forTask task: UInt64) -> UInt64 { 0 }
}
