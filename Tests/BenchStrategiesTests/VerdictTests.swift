import BenchModel
import BenchWorkloads
import Testing

@testable import BenchStrategies

@Suite("The verdict over a batch")
struct VerdictTests {
  private static let seed: UInt64 = 7

  private func workload(_ name: String = "noop", payload: Int? = nil) throws -> any Workload {
    try Workloads().named(name).init(WorkloadSettings(seed: Self.seed, payloadBytes: payload))
  }

  private func batch(
    _ count: Int, _ name: String = "noop", payload: Int? = nil, keeping kept: Int? = nil
  ) throws -> TaskBatch {
    TaskBatch(of: try workload(name, payload: payload), count: count, keeping: kept)
  }

  private func run(_ tasks: some Sequence<Int>, of batch: TaskBatch) {
    for task in tasks { batch.execute(task, input: batch.input(task)) }
  }

  @Test("each task run once with its value is right", arguments: [1, 2, 15, 16, 17, 1000])
  func allRight(count: Int) throws {
    let batch = try batch(count)
    run(0..<count, of: batch)
    #expect(batch.verdict(outside: nil) == .ok)
  }

  @Test("a dropped task is caught and named")
  func dropped() throws {
    let batch = try batch(40)
    run((0..<40).filter { $0 != 17 }, of: batch)
    #expect(batch.verdict(outside: nil) == .wrongResult("Task 17 of 40 was dropped: it never ended."))
  }

  @Test("a task that was run twice is caught and named")
  func twice() throws {
    let batch = try batch(40)
    run(Array(0..<40) + [39], of: batch)
    #expect(
      batch.verdict(outside: nil) == .wrongResult("Task 39 of 40 was run more than once: it ended 2 times."))
  }

  @Test("a wrong value is caught and named, whether its task's value is kept or not", arguments: [nil, 0, 1, 2])
  func wrongValue(kept: Int?) throws {
    let batch = try batch(3, keeping: kept)
    run([0, 2], of: batch)
    batch.complete(1, TaskReply(output: TaskOutput(value: 1)))
    let right = hexadecimal(batch.expectedValue(of: 1))
    #expect(
      batch.verdict(outside: nil)
        == .wrongResult("Task 1 of 3 gave the wrong value 0000000000000001; \(right) was expected."))
  }

  @Test("of several faults the first task's is named, in whatever order they came", arguments: [0, 5, 40])
  func firstFault(kept: Int) throws {
    let batch = try batch(40, keeping: kept)
    run((0..<40).filter { ![7, 9, 30].contains($0) }, of: batch)
    for task in [30, 9] { batch.complete(task, value: 1) }
    #expect(batch.verdict(outside: nil) == .wrongResult("Task 7 of 40 was dropped: it never ended."))
    run([7], of: batch)
    guard case .wrongResult(let sentence) = batch.verdict(outside: nil) else {
      Issue.record("a wrong value passed")
      return
    }
    #expect(sentence.hasPrefix("Task 9 of 40 gave the wrong value 0000000000000001; "))
  }

  @Test("two tasks whose values were swapped are caught", arguments: [0, 2])
  func swapped(kept: Int) throws {
    let batch = try batch(2, keeping: kept)
    for task in 0..<2 {
      batch.complete(task, TaskReply(output: TaskOutput(value: batch.expectedValue(of: 1 - task))))
    }
    guard case .wrongResult = batch.verdict(outside: nil) else {
      Issue.record("swapped values passed")
      return
    }
  }

  @Test("a single altered byte of a payload is caught", arguments: [0, 8, 63, 99])
  func alteredPayload(position: Int) throws {
    let batch = try batch(1, "payload", payload: 100)
    var bytes = batch.input(0)
    bytes[position] ^= 0x10
    batch.complete(0, TaskReply(output: TaskOutput(value: 0, payload: bytes)))
    guard case .wrongResult = batch.verdict(outside: nil) else {
      Issue.record("an altered payload passed")
      return
    }
  }

  @Test("a payload that came back shorter is caught")
  func truncatedPayload() throws {
    let batch = try batch(1, "payload", payload: 100)
    batch.complete(0, TaskReply(output: TaskOutput(value: 0, payload: Array(batch.input(0).dropLast()))))
    #expect(batch.verdict(outside: nil) != .ok)
  }

  @Test("what a task throws is the verdict, and the first throw wins")
  func throwing() throws {
    let batch = TaskBatch(of: try ThrowingWorkload(WorkloadSettings(seed: 0)), count: 4)
    run(0..<4, of: batch)
    #expect(batch.verdict(outside: nil) == .failed("Task 2 failed: refused on purpose"))
  }

  @Test("a worker that runs a task twice but answers once is caught and named")
  func silentlyTwice() throws {
    let batch = try batch(40)
    run(0..<40, of: batch)
    let sum = UInt64(40 * 39 / 2)
    #expect(batch.verdict(outside: UnitTotals(runs: 40, taskSum: sum)) == .ok)
    #expect(
      batch.verdict(outside: UnitTotals(runs: 41, taskSum: sum + 23))
        == .wrongResult("Task 23 of 40 was run twice, though it was answered once."))
  }

  @Test("an answer for a task that no worker ran is caught and named")
  func answeredWithoutRun() throws {
    let batch = try batch(40)
    run(0..<40, of: batch)
    #expect(
      batch.verdict(outside: UnitTotals(runs: 39, taskSum: UInt64(40 * 39 / 2) - 5))
        == .wrongResult("Task 5 of 40 was answered without being run."))
    #expect(batch.verdict(outside: UnitTotals(runs: 40, taskSum: 1)) != .ok)
    #expect(batch.verdict(outside: UnitTotals(runs: 44, taskSum: 1)) != .ok)
  }

  @Test("only the tasks that were asked for are judged")
  func partial() throws {
    let batch = try batch(10)
    run(0..<4, of: batch)
    #expect(batch.verdict(ofFirst: 4, outside: nil) == .ok)
    #expect(batch.verdict(ofFirst: 5, outside: nil) != .ok)
  }

  @Test("the checksum is the documented sum and depends on the order of the values")
  func checksum() throws {
    let batch = try batch(3)
    for task in 0..<3 { batch.complete(task, TaskReply(output: TaskOutput(value: UInt64(task + 1)))) }
    #expect(batch.checksum(ofFirst: 3) == "0000000000000016")  // 1*1 + 2*3 + 3*5
    #expect(batch.checksum(ofFirst: 2) == "0000000000000007")
    #expect(batch.checksum(ofFirst: 99) == batch.checksum(ofFirst: 3))
  }
}

/// A workload whose tasks from 2 on throw.
struct ThrowingWorkload: Workload {
  struct Refusal: Error, CustomStringConvertible { let description = "refused on purpose" }

  static let name = "throwing"
  static let summary = "throws"
  static let parameters: Set<WorkloadParameter> = []

  init(_ settings: WorkloadSettings) throws {}

  func run(task: UInt64, input: [UInt8]) throws -> TaskOutput {
    if task >= 2 { throw Refusal() }
    return TaskOutput(value: 0)
  }

  func expectedValue(forTask task: UInt64) -> UInt64 { 0 }
}
