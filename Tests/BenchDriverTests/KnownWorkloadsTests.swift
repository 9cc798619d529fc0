import BenchDriver
import BenchModel
import BenchPlan
import BenchWorkloads
import Testing

@Suite("What the driver knows of workloads")
struct KnownWorkloadsTests {
  /// The arithmetic of results/PROTOCOL.md, written down a second time.
  private func base(seed: UInt64, task: UInt64) -> UInt64 {
    var z = seed &+ (task &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  @Test("the reference weighs each task's value by its index")
  func noop() throws {
    let reference = KnownWorkloads.reference(Workloads())
    let cell = PlannedCell(cell: Cell(workload: "noop", width: .bounded(1)))
    let expected = (0..<UInt64(3)).reduce(UInt64(0)) { $0 &+ base(seed: 9, task: $1) &* (2 &* $1 &+ 1) }
    #expect(reference(cell, 9, 3).flatMap { UInt64($0, radix: 16) } == expected)
    #expect(reference(cell, 9, 3)?.count == 16)
  }

  @Test("every built-in workload has a reference, another one has none", arguments: Workloads.builtIn.map { $0.name })
  func coverage(name: String) throws {
    let reference = KnownWorkloads.reference(Workloads())
    let cell = Cell(workload: name, taskDurationNs: 1_000, payloadBytes: 64, width: .bounded(1))
    #expect(reference(PlannedCell(cell: cell, taskIterationsN: 10), 1, 5) != nil)
    #expect(reference(PlannedCell(cell: Cell(workload: "other", width: .bounded(1))), 1, 5) == nil)
  }

  @Test("the calibrated kernel is that of the cpu workload")
  func kernel() {
    var x = base(seed: 0, task: 0)
    for _ in 0..<1_000 { x = x &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407 }
    #expect(KnownWorkloads.kernel(1_000) == x)
  }
}
