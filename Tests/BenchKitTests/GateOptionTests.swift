import ArgumentParser
import BenchModel
import BenchPlan
import BenchWorkloads
import Testing

@testable import BenchKit

@Suite("What a gate and a self-test are asked for")
struct GateOptionTests {
  private func problem(_ threshold: GateThreshold) throws -> String? {
    let suite = Suite(
      name: "s", summary: "", strategies: ["thread-pool"], matrices: [Suite.Matrix(workloads: ["noop", "cpu"])],
      thresholds: [threshold])
    do {
      try suite.checkThresholds(try suite.cells(workloads: Workloads(), cores: 2))
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test("a threshold that selects nothing is refused, with what there is to select")
  func thresholds() throws {
    #expect(try problem(GateThreshold(threshold: 0.1, mustFind: 0.2)) == nil)
    let whole = GateThreshold(
      metric: "throughput", strategy: "thread-pool",
      cells: CellSelector(workload: "cpu", taskDurationNs: 1_000_000, width: .bounded(2)), threshold: 0.1, mustFind: 0.2
    )
    #expect(try problem(whole) == nil)
    for (wrong, named) in [
      (GateThreshold(metric: "thruput", threshold: 0.1, mustFind: 0.2), "'thruput'"),
      (GateThreshold(metric: "allocs_per_task", threshold: 0.1, mustFind: 0.2), "'allocs_per_task'"),
      (GateThreshold(cells: CellSelector(workload: "sleep"), threshold: 0.1, mustFind: 0.2), "it has noop, cpu"),
      (GateThreshold(strategy: "serial", threshold: 0.1, mustFind: 0.2), "it has thread-pool"),
      (
        GateThreshold(cells: CellSelector(taskDurationNs: 5_000), threshold: 0.1, mustFind: 0.2),
        "no cell of this gate is 'tasks of 5us'; it has noop, 2 at once; cpu, tasks of 1ms, 2 at once"
      ),
    ] {
      #expect(try problem(wrong)?.contains(named) == true)
    }
  }

  @Test(
    "absurd numbers are refused by their option",
    arguments: [
      ["selftest", "--gates", "0"], ["selftest", "--gates", "1000000000"], ["selftest", "--slowdown", "1"],
      ["selftest", "--slowdown", "1000"], ["selftest", "--seed", "-1"], ["gate", "--base", "a"],
    ])
  func refused(arguments: [String]) throws {
    let error = #expect(throws: (any Error).self) { try Bench.parseAsRoot(arguments) }
    let message = Bench.message(for: try #require(error))
    #expect(message.contains(arguments[1] == "--base" ? "--head" : arguments[1]), "\(message)")
  }
}
