import BenchModel
import BenchWorkloads
import WorkerPools
import WorkerPoolsPosix

@testable import BenchStrategies

/// What this process holds that a strategy could leave behind.
struct Possessions {
  let children: Set<String>
  let threads: Int
  let descriptors: Int

  init() throws {
    let tasks = try FileSystemAccess.entries(of: "/proc/self/task")
    threads = tasks.count
    children = Set(
      tasks.flatMap { task in
        (FileSystemAccess.text(of: "/proc/self/task/\(task)/children") ?? "").split(separator: " ").map(String.init)
      })
    descriptors = try FileSystemAccess.entries(of: "/proc/self/fd").count
  }

  /// What has been added since, one word for each kind.
  func added(since before: Possessions) -> [String] {
    var added: [String] = []
    if !children.isSubset(of: before.children) { added.append("children") }
    if threads > before.threads { added.append("threads") }
    if descriptors > before.descriptors { added.append("descriptors") }
    return added
  }
}

/// Starts a strategy up and tears it down again and again, and says what has been left behind.
enum CycleScenario: WorkerFunction {
  struct Input: Codable, Sendable {
    let variant: StrategyVariant
  }

  static func run(_ input: Input) throws -> [String] {
    let reference = try WorkloadReference(try Workloads().named("noop"), settings: WorkloadSettings(seed: 1))
    let setup = StrategySetup(input.variant, workload: reference, width: CoreCount.affinity.count)
    func cycle() throws {
      let strategy = try StrategyCatalog.named(input.variant.strategy).init(setup)
      try strategy.startUp()
      try strategy.run(try makeBatch(setup, 5))
      try strategy.tearDown()
    }
    try cycle()  // What the runtime and Dispatch keep for good is there after the first.
    let before = try Possessions()
    for _ in 0..<3 { try cycle() }
    return try Possessions().added(since: before)
  }
}

/// Runs a batch that fails, a process for each task, and says what was thrown and what has been left behind.
enum FailureScenario: WorkerFunction {
  struct Input: Codable, Sendable {
    let workload: WorkloadReference
    /// The limit on descriptors, where the batch is to run out of them.
    let descriptors: Int?
  }

  struct Output: Codable, Sendable {
    let error: String
    let left: [String]
  }

  static func run(_ input: Input) throws -> Output {
    let setup = StrategySetup(workload: input.workload, width: 30)
    let strategy = try ProcessPerTaskStrategy(setup)
    let before = try Possessions()
    if let limit = input.descriptors { try ResourceLimit.descriptors.setSoft(limit) }
    do {
      try strategy.run(try makeBatch(setup, 30))
      return Output(error: "nothing was thrown", left: [])
    } catch {
      strategy.abandon()
      return Output(error: "\(error)", left: try Possessions().added(since: before))
    }
  }
}

/// Says how many descriptors a process per task has room for, in a process that had room for few.
enum RoomScenario: WorkerFunction {
  static func run(_ width: Int) throws -> Int? {
    let reference = try WorkloadReference(try Workloads().named("noop"), settings: WorkloadSettings(seed: 1))
    try ResourceLimit.descriptors.setSoft(32)
    try ProcessPerTaskStrategy(StrategySetup(workload: reference, width: width)).startUp()
    return ResourceLimit.descriptors.current().soft
  }
}

/// Runs tasks and a batch of a workload in a process of its own, and says what was wrong with them.
///
/// Swift's own pool, on which `task-group` waits, is in the process of the tests kept busy by the tests.
enum ContractScenario: WorkerFunction {
  struct Input: Codable, Sendable {
    let variant: StrategyVariant
    let workload: WorkloadReference
    let width: Int
  }

  static func run(_ input: Input) throws -> [String] {
    let setup = StrategySetup(input.variant, workload: input.workload, width: input.width)
    let strategy = try StrategyCatalog.named(input.variant.strategy).init(setup)
    try strategy.startUp()
    let workload = try setup.workload.makeWorkload()
    // One in two is stamped and the values of half are kept, so that tasks go every way there is.
    let single = TaskBatch(of: workload, count: 2, stampEvery: 2, keeping: 1)
    let batch = TaskBatch(of: workload, count: 12, stampEvery: 2, keeping: 6)
    for task in 0..<single.count { try strategy.run(task, of: single) }
    let before = try strategy.unitTotals()
    try strategy.run(batch)
    let after = try strategy.unitTotals()
    try strategy.tearDown()
    let outside = after.map { $0 - (before ?? UnitTotals()) }
    var faults = [single.verdict(outside: nil), batch.verdict(outside: outside)].filter { $0 != .ok }.map { "\($0)" }
    if !batch.times.allSatisfy({ 0 < $0.submit && $0.submit <= $0.start && $0.start <= $0.end }) {
      faults.append("the times of a task are not in their order")
    }
    return faults
  }
}

/// How many of eight sleeping tasks a strategy runs at once.
enum WidthScenario: WorkerFunction {
  struct Input: Codable, Sendable {
    let strategy: String
    let width: Int
  }

  static func run(_ input: Input) throws -> Int {
    let settings = WorkloadSettings(seed: 1, taskDurationNs: 30_000_000)
    let reference = try WorkloadReference(try Workloads().named("sleep"), settings: settings)
    let setup = StrategySetup(workload: reference, width: input.width)
    let strategy = try StrategyCatalog.named(input.strategy).init(setup)
    let batch = try makeBatch(setup, 8)
    try strategy.startUp()
    try strategy.run(batch)
    try strategy.tearDown()
    return EffectiveWidth.of(batch.times)
  }
}

extension StrategyVariant: Codable {
  /// Reads the variant's name.
  public init(from decoder: any Decoder) throws {
    let name = try decoder.singleValueContainer().decode(String.self)
    guard let variant = StrategyCatalog.variant(named: name) else { throw StrategyError.unknown(name, known: []) }
    self = variant
  }

  /// Writes the variant's name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}

extension StrategySetup {
  /// What the variant asks for.
  init(_ variant: StrategyVariant, workload: WorkloadReference, width: Int) {
    self.init(
      workload: workload, width: width, startMethod: variant.startMethod ?? .spawn, resultMode: variant.resultMode)
  }
}
