import ArgumentParser
import BenchModel
import BenchPlan
import BenchWorkloads
import Testing

@testable import BenchKit

@Suite("What the command line selects")
struct SelectionTests {
  private func suite(_ arguments: String...) throws -> Suite {
    try RunOptions.parse(arguments).selectedSuite(cores: 2)
  }

  private func cells(_ suite: Suite) throws -> [Cell] { try suite.cells(workloads: Workloads(), cores: 2) }

  @Test("a workload keeps all cells that the suite has of it")
  func suiteCells() throws {
    let whole = try cells(suite("--suite", "full"))
    #expect(try cells(suite("--suite", "full", "--workloads", "cpu")) == whole.filter { $0.workload == "cpu" })
    #expect(try cells(suite("--suite", "full", "--workloads", "cpu")).count == 12)
    let two = try cells(suite("--suite", "full", "--workloads", "alloc,payload"))
    #expect(two == whole.filter { $0.workload == "alloc" } + whole.filter { $0.workload == "payload" })
    #expect(try cells(suite("--workloads", "sleep")).map(\.taskDurationNs) == [10_000_000])
  }

  @Test("a workload that the suite does not have is run with the defaults")
  func otherCells() throws {
    let found = try cells(suite("--workloads", "payload,noop"))
    #expect(found.map(\.workload) == ["payload", "noop"])
    #expect(found[0].payloadBytes == Suite.Matrix.defaultPayloadBytes)
  }

  @Test("lists of values take the place of the suite's")
  func values() throws {
    let found = try cells(suite("--suite", "full", "--workloads", "cpu", "--task-duration", "5us", "--width", "3"))
    #expect(found == [Cell(workload: "cpu", distribution: "fixed", taskDurationNs: 5_000, width: .bounded(3))])
  }

  @Test("strategies select among the suite's own arms by label, in their order; the rest is left out")
  func arms() throws {
    var suite = Suite(
      name: "s", summary: "", strategies: ["serial"],
      arms: ["x", "y", "z"].map { Suite.ExternalArm(label: $0, command: [$0], isOptional: $0 == "x") }, matrices: [])
    func labels() throws -> [String] {
      let list = ArmList(
        executable: "/bench", strategies: suite.strategies ?? [], allocators: [], suiteArms: suite.arms, external: [])
      return try list.arms().map(\.label)
    }
    #expect(try labels() == ["serial", "x", "y", "z"])
    suite.select(strategies: ["y", "thread-pool", "x"])
    #expect(try labels() == ["y", "thread-pool", "x"])
    let there = Suite.Surroundings(isProgram: { $0 != "x" }, isFile: { _ in true })
    suite = suite.withoutMissingArms(in: there).suite
    #expect(try labels() == ["y", "thread-pool"])
    suite.select(strategies: ["fibers"])
    #expect(throws: SuiteError.self) { try labels() }
  }

  private func problem(_ change: (inout RunConfiguration) -> Void) -> String? {
    var configuration = RunConfiguration(
      origin: RunOrigin(runId: "r", startedAt: ""), settings: RunSettings(seed: 1, rounds: 14),
      cells: [Cell(workload: "payload", payloadBytes: 64, width: .bounded(2))],
      arms: ["serial", "process-pool"].map { Arm(label: $0, command: ["/bench"], strategy: $0) })
    change(&configuration)
    let budget = WidthBudget(descriptors: [SystemLimit("ulimit -Hn", left: 100)])
    do {
      try ConfigurationChecks(configuration: configuration, workloads: Workloads()).check(within: budget)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test("what cannot be run is known before anything runs: baselines, values, sizes")
  func checks() {
    #expect(problem { _ in } == nil)
    #expect(
      problem { $0.settings.baseline = "x" }
        == "--baseline 'x': there is no such arm; the arms are serial, process-pool, serial-control")
    #expect(problem { $0.cells[0].payloadBytes = 1 << 40 }?.contains("payload_bytes") == true)
    #expect(problem { $0.cells[0].width = .bounded(51) }?.contains("ulimit -Hn allows only 100") == true)
    #expect(
      problem {
        $0.cells[0].width = .bounded(51); $0.arms.removeLast()
      } == nil, "serial starts no process")
  }

  @Test("a resumed run refuses all options but those that it takes")
  func resuming() throws {
    let taken = ["--resume", "d", "--no-progress"]
    try RunOptions.parse(taken).checkResuming(arguments: ["run"] + taken)
    for option in [["--batch-time=1ms"], ["--timeout", "1s"], ["--no-control"], ["--baseline", "a"], ["--dry-run"]] {
      let error = #expect(throws: SuiteError.self) {
        try RunOptions.parse(taken + option).checkResuming(arguments: ["run"] + taken + option)
      }
      #expect(error?.description.contains(option[0].split(separator: "=")[0]) == true)
    }
    try RunOptions.parse(["--batch-time=1ms"]).checkResuming(arguments: ["--batch-time=1ms"])
  }
}
