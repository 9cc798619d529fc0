import BenchModel
import BenchWorkloads
import Testing
import WorkerPools

@testable import BenchStrategies

@Suite("A pool whose workers are broken", .serialized)
struct BrokenWorkerTests {
  private func verdict<Runner: WorkerFunction>(
    of _: Runner.Type, _ workload: String = "noop"
  ) throws -> BatchVerdict where Runner.Input == TaskRequest, Runner.Output == TaskReply {
    let settings = WorkloadSettings(seed: 3, payloadBytes: 100)
    let reference = try WorkloadReference(try Workloads().named(workload), settings: settings)
    let setup = StrategySetup(workload: reference, width: 2)
    let strategy = try PooledProcesses<Runner>(setup)
    try strategy.startUp()
    let batch = try makeBatch(setup, 20)
    let before = try #require(try strategy.unitTotals())
    try strategy.run(batch)
    let after = try #require(try strategy.unitTotals())
    try strategy.tearDown()
    return batch.verdict(outside: after - before)
  }

  @Test("is caught where a worker runs a task twice and answers once", .timeLimit(.minutes(20)))
  func runsTwice() throws {
    #expect(
      try verdict(of: RunTwice.self) == .wrongResult("Task 13 of 20 was run twice, though it was answered once."))
  }

  @Test("is caught where a worker answers without running the task", .timeLimit(.minutes(20)))
  func answersUnrun() throws {
    #expect(
      try verdict(of: AnswerUnrun.self) == .wrongResult("Task 13 of 20 was answered without being run."))
  }

  @Test("is caught where a worker alters the payload on its way back", .timeLimit(.minutes(20)))
  func altersPayload() throws {
    guard case .wrongResult(let sentence) = try verdict(of: AlterPayload.self, "payload") else {
      Issue.record("an altered payload passed")
      return
    }
    #expect(sentence.hasPrefix("Task 13 of 20 gave the wrong value"))
  }

  @Test("is right where the workers are", .timeLimit(.minutes(20)))
  func sound() throws {
    #expect(try verdict(of: RunTask.self) == .ok)
  }
}

/// Runs task 13 twice.
enum RunTwice: WorkerFunction {
  static func run(_ request: TaskRequest) throws -> TaskReply {
    if request.task == 13 { _ = try UnitSession.prepared().run(request) }
    return try UnitSession.prepared().run(request)
  }
}

/// Answers task 13 with what a session of its own computes, so that nobody counts the run.
enum AnswerUnrun: WorkerFunction {
  static func run(_ request: TaskRequest) throws -> TaskReply {
    guard request.task == 13 else { return try UnitSession.prepared().run(request) }
    let reference = try WorkloadReference(try Workloads().named("noop"), settings: WorkloadSettings(seed: 3))
    return try UnitSession(reference, countsHeap: false).run(request)
  }
}

/// Flips a bit in the answer of task 13.
enum AlterPayload: WorkerFunction {
  static func run(_ request: TaskRequest) throws -> TaskReply {
    var reply = try UnitSession.prepared().run(request)
    if request.task == 13 { reply.payload[50] ^= 1 }
    return reply
  }
}
