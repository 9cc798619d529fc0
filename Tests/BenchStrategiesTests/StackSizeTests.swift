import BenchModel
import BenchWorkloads
import Glibc
import Testing
import WorkerPools

@testable import BenchStrategies

@Suite("The stack of a strategy's threads", .serialized)
struct StackSizeTests {
  @Test(
    "is as large as asked for", .timeLimit(.minutes(20)), arguments: ["thread-per-task", "thread-pool"],
    [1 << 17, 1 << 21])
  func asked(strategy: String, size: Int) throws {
    let input = StackScenario.Input(strategy: strategy, size: size)
    #expect(try UnitProcess.spawn(StackScenario.self, input).collect().output == [size])
  }

  @Test("is the system's default otherwise", .timeLimit(.minutes(20)), arguments: ["thread-per-task", "thread-pool"])
  func system(strategy: String) throws {
    let input = StackScenario.Input(strategy: strategy, size: nil)
    #expect(try UnitProcess.spawn(StackScenario.self, input).collect().output.allSatisfy { $0 > 1 << 21 })
  }
}

/// The sizes of the stacks on which the tasks of a batch ran, in a process of its own: the C library hands the stack of a
/// thread that has ended to the next one, also where that asked for a smaller one.
enum StackScenario: WorkerFunction {
  struct Input: Codable, Sendable {
    let strategy: String
    let size: Int?
  }

  static func run(_ input: Input) throws -> [Int] {
    let reference = try WorkloadReference(try Workloads().named("noop"), settings: WorkloadSettings(seed: 1))
    let setup = StrategySetup(workload: reference, width: 2, threadStackBytes: input.size)
    let strategy = try StrategyCatalog.named(input.strategy).init(setup)
    let batch = TaskBatch(of: StackWorkload(WorkloadSettings(seed: 1)), count: 6)
    try strategy.startUp()
    try strategy.run(batch)
    try strategy.tearDown()
    return Set((0..<batch.count).map { Int(batch.value(of: $0)) }).sorted()
  }
}

/// Returns the size of the stack that it runs on.
struct StackWorkload: Workload {
  static let name = "stack"
  static let summary = "the size of the stack"
  static let parameters: Set<WorkloadParameter> = []

  init(_ settings: WorkloadSettings) {}

  func run(task: UInt64, input: [UInt8]) -> TaskOutput {
    // Glibc's module hides this function, which is an extension of POSIX.
    typealias Function = @convention(c) (pthread_t, UnsafeMutablePointer<pthread_attr_t>) -> Int32
    let getAttributes = unsafeBitCast(dlsym(nil, "pthread_getattr_np"), to: Function.self)
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    defer { attributes.deallocate() }
    guard getAttributes(pthread_self(), attributes) == 0 else { return TaskOutput(value: 0) }
    defer { pthread_attr_destroy(attributes) }
    var size = 0
    pthread_attr_getstacksize(attributes, &size)
    return TaskOutput(value: UInt64(size))
  }

  func expectedValue(forTask task: UInt64) -> UInt64 { 0 }
}
