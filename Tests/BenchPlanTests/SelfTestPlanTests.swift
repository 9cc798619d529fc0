import BenchModel
import BenchPlan
import Testing

@Suite("The plan of a self-test")
struct SelfTestPlanTests {
  private func plan(gates: Int) -> SelfTestPlan {
    SelfTestPlan(
      machine: MachineFingerprint(hostId: "h", bootId: "b", affinity: [0]), executables: [], gatesN: gates,
      slowdownPercent: 20, seed: 5, batchTargetNs: 1_000, timeoutNs: nil, strategies: ["a", "b"],
      cells: [Cell(workload: "noop", width: .bounded(2)), Cell(workload: "sleep", width: .bounded(2))], thresholds: [])
  }

  @Test("every other gate is slowed down, and each pair has both in turn")
  func turns() {
    let gates = plan(gates: 9).gates
    #expect(gates.map(\.number) == Array(1...9))
    #expect(gates.map(\.plantedPercent) == [0, 20, 0, 20, 0, 20, 0, 20, 0])
    #expect(gates.map(\.strategy) == ["a", "a", "b", "b", "a", "a", "b", "b", "a"])
    #expect(gates.map(\.cell.workload).prefix(5) == ["noop", "noop", "noop", "noop", "sleep"])
    #expect(gates[8].cell.workload == "noop")
  }

  @Test("a gate has the same seed whenever it is run, and another one than its neighbours")
  func seeds() {
    let gates = plan(gates: 40).gates
    #expect(Array(gates.prefix(7)) == plan(gates: 7).gates)
    #expect(Set(gates.map(\.seed)).count == 40)
    #expect(gates.allSatisfy { (0..<RunSettings.seedLimit).contains($0.seed) })
  }

  @Test("a suite without strategies or cells has no gate")
  func nothing() {
    var plan = plan(gates: 3)
    plan.strategies = []
    #expect(plan.gates.isEmpty)
  }
}
