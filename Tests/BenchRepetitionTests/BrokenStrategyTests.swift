import BenchModel
import BenchStrategies
import BenchWorkloads
import Testing

@testable import BenchRepetition

@Suite("A repetition of a broken strategy")
struct BrokenStrategyTests {
  private func run(_ fault: Fault, _ workload: String = "noop") -> RepetitionRecord {
    RepetitionMain.run(.small("broken", workload), workloads: Workloads()) { _ in fault.strategy }
  }

  @Test("which is not broken is good")
  func sound() {
    let record = run(.none)
    #expect(record.status == good && record.statusDetail == nil)
  }

  @Test("is a wrong result that names the task", arguments: [Fault.wrongValue, .dropped, .twice, .silentlyTwice])
  func wrongResult(fault: Fault) throws {
    let record = run(fault)
    #expect(record.status == .wrongResult)
    let detail = try #require(record.statusDetail)
    #expect(detail.contains("Task \(BrokenStrategyTests.brokenTask) of 24"))
    #expect(record.batchNs != nil, "what was measured stays in the record")
  }

  @Test("that alters a payload is a wrong result")
  func alteredPayload() {
    #expect(run(.wrongValue, "payload").status == .wrongResult)
  }

  @Test("that throws has failed, with what was thrown as its sentence, and was abandoned")
  func throwing() {
    let record = run(.throwing)
    #expect(record.status == .failed)
    #expect(record.statusDetail == "broken on purpose, in two lines")
    #expect(ThrowingStrategy.abandoned)
  }

  @Test("that fails the round trips only is caught there")
  func wrongRoundTrip() {
    #expect(run(.wrongRoundTrip).status == .wrongResult)
  }

  static let brokenTask = 17
}

/// What is wrong with a strategy.
enum Fault: String, CaseIterable {
  case none, wrongValue, dropped, twice, silentlyTwice, throwing, wrongRoundTrip

  var strategy: any Strategy.Type {
    switch self {
    case .none: SoundStrategy.self
    case .wrongValue: WrongValueStrategy.self
    case .dropped: DroppingStrategy.self
    case .twice: TwiceStrategy.self
    case .silentlyTwice: SilentlyTwiceStrategy.self
    case .throwing: ThrowingStrategy.self
    case .wrongRoundTrip: WrongRoundTripStrategy.self
    }
  }
}

/// A strategy that does everything right in the calling thread; the broken ones change one thing.
class SoundStrategy: Strategy {
  class var name: String { "sound" }
  class var summary: String { "for tests" }
  class var resultModes: [ResultMode] { [.each] }
  var log = UnitLog()

  required init(_ setup: StrategySetup) throws {}

  func run(_ task: Int, of batch: TaskBatch) throws { execute(task, batch) }

  func submit(_ task: Int, of batch: TaskBatch) throws {
    if task == BrokenStrategyTests.brokenTask { try runBroken(task, batch) } else { execute(task, batch) }
  }

  func drain(_ batch: TaskBatch) throws {}

  func unitTotals() throws -> UnitTotals? { nil }
  func abandon() {}
  func runBroken(_ task: Int, _ batch: TaskBatch) throws { execute(task, batch) }

  final func execute(_ task: Int, _ batch: TaskBatch) {
    batch.submitted(task)
    batch.execute(task, input: batch.input(task))
  }
}

/// Answers one task with a value, or with bytes, that are off by one.
final class WrongValueStrategy: SoundStrategy {
  override func runBroken(_ task: Int, _ batch: TaskBatch) {
    var bytes = batch.input(task)
    if !bytes.isEmpty { bytes[bytes.count / 2] ^= 1 }
    let output = TaskOutput(value: batch.expectedValue(of: task) &+ 1, payload: bytes)
    batch.complete(task, TaskReply(output: output))
  }
}

final class DroppingStrategy: SoundStrategy {
  override func runBroken(_ task: Int, _ batch: TaskBatch) {}
}

final class TwiceStrategy: SoundStrategy {
  override func runBroken(_ task: Int, _ batch: TaskBatch) {
    execute(task, batch)
    execute(task, batch)
  }
}

/// Claims to have units elsewhere, one of which runs a task twice and answers once.
final class SilentlyTwiceStrategy: SoundStrategy {
  private var totals = UnitTotals()

  override func drain(_ batch: TaskBatch) throws {
    for task in 0..<batch.count { totals = totals + UnitTotals(runs: 1, taskSum: UInt64(task)) }
    guard batch.count > BrokenStrategyTests.brokenTask else { return }
    totals = totals + UnitTotals(runs: 1, taskSum: UInt64(BrokenStrategyTests.brokenTask))
  }

  override func unitTotals() throws -> UnitTotals? { totals }
}

final class ThrowingStrategy: SoundStrategy {
  struct Broken: Error, CustomStringConvertible { let description = "broken on purpose,\nin two lines" }

  // Written and read by the one test that uses this type.
  nonisolated(unsafe) static var abandoned = false

  override func runBroken(_ task: Int, _ batch: TaskBatch) throws { throw Broken() }
  override func abandon() { Self.abandoned = true }
}

final class WrongRoundTripStrategy: SoundStrategy {
  override func run(_ task: Int, of batch: TaskBatch) {
    batch.complete(task, TaskReply(output: TaskOutput(value: 0)))
  }
}
