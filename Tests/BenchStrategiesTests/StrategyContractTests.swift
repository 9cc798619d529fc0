import BenchModel
import BenchWorkloads
import Testing
import WorkerPools
import WorkerPoolsPosix

@testable import BenchStrategies

@Suite("Every strategy", .serialized)
struct StrategyContractTests {
  /// As wide as Dispatch is here, so that one width fits all.
  static let width = CoreCount.affinity.count
  static let strategies = StrategyCatalog.names
  static let variants = StrategyCatalog.variants
  static let workloads = Workloads.builtIn.map { $0.name }

  private func setup(_ workload: String, width: Int? = width, port: Int? = nil) throws -> StrategySetup {
    let settings = WorkloadSettings(
      seed: 11, taskDurationNs: 200_000, iterations: 5_000, payloadBytes: 3_001, socketPort: port,
      fileDirectory: "/tmp")
    let reference = try WorkloadReference(try Workloads().named(workload), settings: settings)
    return StrategySetup(workload: reference, width: width, widthLimit: 4)
  }

  @Test(
    "runs each task of each workload once, with its value", .timeLimit(.minutes(20)),
    arguments: variants, workloads)
  func contract(_ variant: StrategyVariant, workload: String) throws {
    let server = try EchoFixture()
    defer { withExtendedLifetime(server) {} }
    let setup = try setup(workload, port: server.port)
    let input = ContractScenario.Input(
      variant: variant, workload: setup.workload, width: Self.width)
    #expect(try UnitProcess.spawn(ContractScenario.self, input).collect().output == [])
  }

  @Test(
    "leaves no child, thread or descriptor; what Dispatch keeps is its own affair", .timeLimit(.minutes(20)),
    arguments: variants.filter { ![ConcurrentPerformStrategy.name, TaskGroupStrategy.name].contains($0.strategy) })
  func leavesNothing(_ variant: StrategyVariant) throws {
    // In a process of its own, where nothing else comes and goes; the fork server stays after the first cycle.
    let input = CycleScenario.Input(variant: variant)
    #expect(try UnitProcess.spawn(CycleScenario.self, input).collect().output == [])
  }

  @Test(
    "brings bytes back from a task that was handed none", .timeLimit(.minutes(20)), arguments: variants)
  func unexpectedBytes(_ variant: StrategyVariant) throws {
    let reference = try WorkloadReference(ProlificWorkload.self, settings: WorkloadSettings(seed: 3))
    let input = ContractScenario.Input(variant: variant, workload: reference, width: Self.width)
    #expect(try UnitProcess.spawn(ContractScenario.self, input).collect().output == [])
  }

  @Test(
    "takes a task on and returns, and is done with all of them when it is drained", .timeLimit(.minutes(20)),
    arguments: variants)
  func submitsAndDrains(_ variant: StrategyVariant) throws {
    let input = SubmitScenario.Input(variant: variant)
    #expect(try UnitProcess.spawn(SubmitScenario.self, input).collect().output == [])
  }

  @Test("is serial if it is the baseline alone")
  func serial() {
    #expect(StrategyCatalog.all.filter { $0.isSerial }.map { $0.name } == ["serial"])
  }

  @Test(
    "says how many units it created in a batch, and how long each took; nobody orders the unit of a task to end",
    .timeLimit(.minutes(20)))
  func unitLogs() throws {
    for (name, processes, threads, spawns, reaps) in [
      ("serial", 0, 0, 0, 0), ("process-per-task", 6, 0, 6, 0), ("process-pool", 2, 0, 2, 2),
      ("thread-per-task", 0, 6, 6, 0), ("thread-pool", 0, 2, 2, 2),
    ] {
      let setup = try setup("noop", width: 2)
      let strategy = try StrategyCatalog.named(name).init(setup)
      try strategy.startUp()
      try strategy.run(try makeBatch(setup, 6))
      try strategy.tearDown()
      #expect(strategy.log.processes == processes && strategy.log.threads == threads, "\(name)")
      #expect(strategy.log.spawnNs.count == spawns && strategy.log.reapNs.count == reaps, "\(name)")
      #expect(strategy.log.spawnNs.allSatisfy { $0 > 0 } && strategy.log.reapNs.allSatisfy { $0 > 0 }, "\(name)")
    }
  }

  @Test(
    "refuses an unbounded width where it has a fixed number of units",
    arguments: ["serial", "process-pool", "thread-pool", "concurrent-perform", "task-group"])
  func unboundedRefused(name: String) throws {
    let setup = try setup("noop", width: nil)
    #expect {
      try StrategyCatalog.named(name).init(setup)
    } throws: { error in
      guard case StrategyError.unsupported(let sentence) = error else { return false }
      return sentence.contains(name) && sentence.contains("--width")
    }
  }

  @Test(
    "takes an unbounded width up to the limit where it creates a unit for each task", .timeLimit(.minutes(20)),
    arguments: ["process-per-task", "thread-per-task"])
  func unboundedTaken(name: String) throws {
    let setup = try setup("noop", width: nil)
    let strategy = try StrategyCatalog.named(name).init(setup)
    let batch = try makeBatch(setup, 9)
    try strategy.run(batch)
    let totals = try strategy.unitTotals()
    #expect(batch.verdict(outside: totals) == .ok)
    #expect(strategy.inFlight(ofBatch: 9) == 4)
  }

  @Test(
    "that keeps units apart from its caller reaches its full width", .timeLimit(.minutes(20)),
    arguments: ["process-per-task", "process-pool", "thread-per-task", "thread-pool"])
  func fullWidth(name: String) throws {
    // The server answers nobody before all have asked: tasks that end have run at the same time.
    let server = try EchoFixture(gate: 6)
    defer { withExtendedLifetime(server) {} }
    let setup = try setup("socket-io", width: 6, port: server.port)
    let strategy = try StrategyCatalog.named(name).init(setup)
    let batch = try makeBatch(setup, 6)
    try strategy.startUp()
    try strategy.run(batch)
    try strategy.tearDown()
    #expect(EffectiveWidth.of(batch.times) == 6)
  }

  @Test(
    "of child tasks keeps to its width, and is never wider than the processors", .timeLimit(.minutes(20)),
    arguments: Set([1, width, width + 2]))
  func taskGroupWidth(width: Int) throws {
    let input = WidthScenario.Input(strategy: TaskGroupStrategy.name, width: width)
    #expect(try UnitProcess.spawn(WidthScenario.self, input).collect().output == min(width, Self.width))
  }

  @Test("is run by a suite that names none, unless it is to be named; and so is a variant with results")
  func standard() {
    #expect(
      StrategyCatalog.standardNames == [
        "serial", "process-per-task", "process-pool", "thread-per-task", "thread-pool", "thread-pool@results",
        "concurrent-perform",
      ])
    #expect(Self.variants.filter(\.isStandard).map(\.name) == StrategyCatalog.standardNames)
    #expect(
      Self.variants.filter { !$0.isStandard }.map(\.name) == [
        "process-per-task@forkserver", "process-pool@forkserver", "task-group",
      ])
  }

  @Test("has variants, each known by its name, which may spell out the default")
  func variantNames() {
    for variant in Self.variants { #expect(StrategyCatalog.variant(named: variant.name) == variant) }
    #expect(Set(Self.variants.map(\.name)).count == Self.variants.count)
    #expect(StrategyCatalog.variant(named: "process-pool@spawn")?.startMethod == .spawn)
    #expect(StrategyCatalog.variant(named: "thread-pool@results")?.resultMode == .each)
    for name in ["thread-pool@spawn", "process-pool@results", "serial@", "@results", "thread-pool@each"] {
      #expect(StrategyCatalog.variant(named: name) == nil, "\(name)")
    }
  }

  @Test("names what it does not know")
  func unknown() {
    let error = #expect(throws: StrategyError.self) { try StrategyCatalog.named("thread-pol") }
    #expect(error?.description.hasSuffix("the known ones are \(Self.strategies.joined(separator: ", ")).") == true)
  }

  @Test("of Dispatch refuses a width that it would not keep to")
  func dispatchHeldDown() throws {
    guard Self.width > 1 else { return }
    let setup = try setup("noop", width: 1)
    #expect(throws: StrategyError.notHeldDown(width: 1, processors: Self.width)) {
      try ConcurrentPerformStrategy(setup)
    }
  }
}

/// A batch of the setup's workload.
func makeBatch(_ setup: StrategySetup, _ count: Int) throws -> TaskBatch {
  TaskBatch(of: try setup.workload.makeWorkload(), count: count)
}
