import BenchModel
import BenchWorkloads
import Testing
import WorkerPools
import WorkerPoolsPosix

@testable import BenchStrategies

/// The kinds of workloads that people bring along, each under every strategy.
@Suite("Every strategy", .serialized)
struct OwnKindTests {
  static let variants = StrategyCatalog.variants
  static let width = CoreCount.affinity.count

  private func input(
    _ type: any Workload.Type, _ variant: StrategyVariant, settings: WorkloadSettings = WorkloadSettings(seed: 11)
  ) throws -> ContractScenario.Input {
    ContractScenario.Input(
      variant: variant, workload: try WorkloadReference(type, settings: settings), width: Self.width)
  }

  private func faults(_ input: ContractScenario.Input) throws -> [String] {
    try UnitProcess.spawn(ContractScenario.self, input).collect().output
  }

  @Test(
    "makes an input that tasks share once in each process", .timeLimit(.minutes(9)), arguments: variants)
  func sharedInput(_ variant: StrategyVariant) throws {
    #expect(try faults(input(TableWorkload.self, variant)) == [])
  }

  @Test("takes any result that passes the workload's check", .timeLimit(.minutes(9)), arguments: variants)
  func predicate(_ variant: StrategyVariant) throws {
    #expect(try faults(input(RemainderWorkload.self, variant)) == [])
  }

  @Test("finds the one result that does not pass, and says so", .timeLimit(.minutes(9)), arguments: variants)
  func refusedResult(_ variant: StrategyVariant) throws {
    // One of those whose values are kept, and one of those that are judged as they arrive.
    let input = try input(RemainderWorkload.self, variant, settings: WorkloadSettings(seed: 11, payloadBytes: 7))
    let verdict = try UnitProcess.spawn(VerdictScenario.self, input).collect().output
    #expect(verdict.contains("Task 7 of 12 gave a result that the check of the workload refuses."))
    #expect(try faults(input).count == 1)
  }

  @Test("runs asynchronous tasks to their end", .timeLimit(.minutes(9)), arguments: variants)
  func asynchronous(_ variant: StrategyVariant) throws {
    let settings = WorkloadSettings(seed: 11, taskDurationNs: 1_000_000)
    #expect(try faults(input(SuspendedWorkload.self, variant, settings: settings)) == [])
  }

  @Test("says what an asynchronous task threw", .timeLimit(.minutes(9)), arguments: variants)
  func asynchronousFailure(_ variant: StrategyVariant) throws {
    let input = try input(ThrowingAsyncWorkload.self, variant)
    let verdict = try UnitProcess.spawn(VerdictScenario.self, input).collect().output
    #expect(verdict.contains("refused after a suspension"))
  }

  @Test("runs a workload that is all of these", .timeLimit(.minutes(9)), arguments: variants)
  func everything(_ variant: StrategyVariant) throws {
    #expect(try faults(input(EverythingWorkload.self, variant)) == [])
  }

  @Test("of child tasks reaches any width with tasks that are suspended, and keeps to it", .timeLimit(.minutes(9)))
  func suspendedWidth() throws {
    let width = Self.width + 3
    #expect(try UnitProcess.spawn(SuspendedWidthScenario.self, width).collect().output == [width, width])
  }
}
