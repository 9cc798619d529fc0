import Synchronization
import Testing
import WorkerPoolsPosix

@testable import BenchWorkloads

@Suite("Kinds of workloads")
struct KindTests {
  private func settings(_ seed: UInt64) -> WorkloadSettings { WorkloadSettings(seed: seed) }

  @Test("share one input among all workloads of a type and its settings")
  func sharedOnce() throws {
    let first = try CountedInput(settings(1))
    let second = try WorkloadReference(CountedInput.self, settings: settings(1)).makeWorkload()
    #expect(first.object === (second as? CountedInput)?.object)
    let other = try CountedInput(settings(2))
    #expect(other.object !== first.object && other.object.seed == 2)
  }

  @Test("say why an input could not be made, and try again when they are asked again")
  func failedInput() throws {
    #expect(throws: FailingInput.Refusal.self) { try FailingInput(settings(1)) }
    #expect(throws: FailingInput.Refusal.self) { try FailingInput(settings(1)) }
    #expect(FailingInput.tries.load(ordering: .relaxed) == 2)
  }

  @Test("judge a result by a check, with one value for all that pass")
  func predicate() {
    let workload = EvenNumbers(settings(1))
    #expect(workload.value(of: TaskOutput(value: 8), forTask: 3) == workload.expectedValue(forTask: 3))
    #expect(workload.value(of: TaskOutput(value: 9), forTask: 3) != workload.expectedValue(forTask: 3))
  }

  @Test("run an asynchronous task in the calling thread", .timeLimit(.minutes(9)))
  func callingThread() throws {
    let workload = ThreadRecorder(settings(1))
    let output = try workload.run(task: 5, input: [])
    #expect(output.value == UInt64(PlatformThread.currentNumber))
    #expect(try WorkloadReference(ThreadRecorder.self, settings: settings(1)).isAsynchronous)
    #expect(try !WorkloadReference(EvenNumbers.self, settings: settings(1)).isAsynchronous)
  }
}

struct CountedInput: SharedInputWorkload {
  final class Object: Sendable {
    let seed: UInt64
    init(seed: UInt64) { self.seed = seed }
  }

  static let name = "counted-input"
  static let summary = "shares an object"
  let object: Object

  static func makeSharedInput(_ settings: WorkloadSettings) -> Object { Object(seed: settings.seed) }
  init(_ settings: WorkloadSettings, sharing input: Object) { object = input }
  func run(task: UInt64, input: [UInt8]) -> TaskOutput { TaskOutput(value: object.seed) }
  func expectedValue(forTask task: UInt64) -> UInt64 { object.seed }
}

struct FailingInput: SharedInputWorkload {
  struct Refusal: Error {}

  static let name = "failing-input"
  static let summary = "cannot make its input"
  static let tries = Atomic(0)

  static func makeSharedInput(_ settings: WorkloadSettings) throws -> [Int] {
    tries.add(1, ordering: .relaxed)
    throw Refusal()
  }
  init(_ settings: WorkloadSettings, sharing input: [Int]) {}
  func run(task: UInt64, input: [UInt8]) -> TaskOutput { TaskOutput(value: 0) }
  func expectedValue(forTask task: UInt64) -> UInt64 { 0 }
}

struct EvenNumbers: PredicateWorkload {
  static let name = "even-numbers"
  static let summary = "any even number"

  init(_ settings: WorkloadSettings) {}
  func run(task: UInt64, input: [UInt8]) -> TaskOutput { TaskOutput(value: task * 2) }
  func isRight(_ output: TaskOutput, forTask task: UInt64) -> Bool { output.value.isMultiple(of: 2) }
}

/// Gives the number of the thread that all its parts, and a child task's, ran in; 0 if they ran in several.
struct ThreadRecorder: AsyncWorkload {
  static let name = "thread-recorder"
  static let summary = "says in which thread its parts ran"

  init(_ settings: WorkloadSettings) {}

  func perform(task: UInt64, input: [UInt8]) async throws -> TaskOutput {
    var threads = [PlatformThread.currentNumber]
    await Task.yield()
    threads.append(PlatformThread.currentNumber)
    async let child = PlatformThread.currentNumber
    threads.append(await child)
    try await Task.sleep(for: .milliseconds(1))
    threads.append(PlatformThread.currentNumber)
    return TaskOutput(value: Set(threads).count == 1 ? UInt64(threads[0]) : 0)
  }

  func expectedValue(forTask task: UInt64) -> UInt64 { 0 }
}
