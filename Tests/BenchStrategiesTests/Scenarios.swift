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
    let strategy: String
    let startMethod: StartMethod
  }

  static func run(_ input: Input) throws -> [String] {
    let reference = try WorkloadReference(try Workloads().named("noop"), settings: WorkloadSettings(seed: 1))
    let setup = StrategySetup(
      workload: reference, width: CoreCount.affinity.count, startMethod: input.startMethod)
    func cycle() throws {
      let strategy = try StrategyCatalog.named(input.strategy).init(setup)
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
