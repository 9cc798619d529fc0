import BenchModel
import BenchPlan
import Testing

@Suite("What the machine cannot hold")
struct MachineDemandTests {
  private let budget = WidthBudget(
    descriptors: [SystemLimit("ulimit -Hn", left: 1024)],
    processes: [SystemLimit("ulimit -u", left: 5000), SystemLimit("pids.max", left: 600)],
    threads: [SystemLimit("vm.max_map_count", left: 550)], memoryBytes: [SystemLimit("memory.max", left: 64 << 20)])

  private func objection(
    _ cell: Cell, tasks: Int? = nil, rounds: Int = 14, stack: Int? = nil, processes: Bool = false, threads: Bool = false
  ) -> String? {
    var settings = RunSettings(seed: 1, rounds: rounds)
    settings.tasksOverrideN = tasks
    settings.threadStackBytes = stack
    let configuration = RunConfiguration(
      origin: RunOrigin(runId: "r", startedAt: ""), settings: settings, cells: [cell],
      arms: [Arm(label: "a", command: ["a"], strategy: "serial")])
    return MachineDemand(configuration, startsProcesses: processes, startsThreads: threads).objection(within: budget)
  }

  private func noop(_ width: Width) -> Cell { Cell(workload: "noop", width: width) }

  @Test("what fits is not objected to")
  func fits() {
    #expect(objection(noop(.bounded(500)), tasks: 1000, threads: true) == nil)
    #expect(objection(noop(.unbounded)) == nil)
    #expect(objection(Cell(workload: "payload", payloadBytes: 1 << 20, width: .bounded(8))) == nil)
  }

  @Test("a width is refused with the first limit that it is above, and the limit depends on what is started")
  func widths() {
    #expect(
      objection(noop(.bounded(601)))
        == "--width 601 needs at least 601 processes or threads, but pids.max allows only 600;"
        + " give a smaller number")
    #expect(objection(noop(.bounded(551))) == nil)
    #expect(objection(noop(.bounded(551)), threads: true)?.contains("vm.max_map_count") == true)
    #expect(objection(noop(.bounded(513)), processes: true)?.contains("1026 descriptors, but ulimit -Hn") == true)
    #expect(objection(noop(.bounded(300)), processes: true)?.contains("bytes, but memory.max") == true)
    #expect(objection(noop(.bounded(.max)), processes: true)?.contains("ulimit -u") == true)
    #expect(objection(noop(.bounded(100)), stack: 1 << 40)?.contains("the address space") == true)
  }

  @Test("a payload needs its size twice in each unit")
  func payloads() {
    let cell = Cell(workload: "payload", payloadBytes: 17 << 20, width: .bounded(2))
    #expect(objection(cell)?.hasPrefix("--payload 17MiB at width 2 needs at least \(68 << 20) bytes") == true)
    #expect(objection(Cell(workload: "payload", payloadBytes: .max, width: .bounded(2)))?.contains("2^63") == true)
  }

  @Test("tasks and rounds that no memory holds are refused")
  func tasks() {
    #expect(objection(noop(.bounded(1)), tasks: 65 << 20)?.contains("--tasks") == true)
    #expect(objection(noop(.bounded(1)), tasks: 63 << 20) == nil)
    let long = Cell(workload: "sleep", taskDurationNs: 1_000_000, width: .bounded(1))
    #expect(objection(long, tasks: 3 << 20)?.contains("\(75 << 20) bytes") == true, "each is stamped")
    #expect(objection(noop(.bounded(1)), rounds: 500_001)?.contains("1000002 repetitions, but a plan") == true)
  }
}
