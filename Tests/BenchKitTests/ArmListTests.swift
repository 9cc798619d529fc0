import BenchModel
import BenchPlan
import Testing

@testable import BenchKit

@Suite("The arms of a run")
struct ArmListTests {
  private func arms(_ strategies: String..., allocators: [String] = []) throws -> [Arm] {
    try ArmList(executable: "/bench", strategies: strategies, allocators: allocators, external: []).arms()
  }

  @Test("are strategies, with or without a start method")
  func startMethods() throws {
    let arms = try arms("serial", "process-pool", "process-per-task@forkserver", "process-pool@spawn")
    #expect(arms.map(\.label) == ["serial", "process-pool", "process-per-task@forkserver", "process-pool@spawn"])
    #expect(arms.map(\.strategy) == ["serial", "process-pool", "process-per-task", "process-pool"])
    #expect(arms.map(\.startMethod) == [nil, nil, "forkserver", "spawn"])
    #expect(arms.allSatisfy { Arm.isValidLabel($0.label) })
  }

  @Test("are strategies that deliver results in another way than by default")
  func resultModes() throws {
    let arms = try arms("thread-pool", "thread-pool@results")
    #expect(arms.map(\.label) == ["thread-pool", "thread-pool@results"])
    #expect(arms.map(\.strategy) == ["thread-pool", "thread-pool"])
    #expect(arms.map(\.resultMode) == [nil, .each])
  }

  @Test("are the suite's and the command line's, too, each with its own label")
  func external() throws {
    var list = ArmList(executable: "/bench", strategies: ["serial"], allocators: [], external: ["c=x 'y z'"])
    list.suiteArms = [Suite.ExternalArm(label: "a", command: ["s/../a", "b"])]
    let arms = try list.arms()
    #expect(arms.map(\.label) == ["serial", "a", "c"])
    #expect(arms.map(\.command) == [["/bench"], ["s/../a", "b"], ["x", "y z"]])
    #expect(arms.map(\.isExternal) == [false, true, true])
    list.external = ["a=x"]
    #expect(throws: SuiteError("two arms are called 'a'; give each its own label")) { try list.arms() }
  }

  @Test("are left out where they are optional and something of them is missing, and a line says so")
  func optional() {
    let here = "/there"
    func arm(_ label: String, _ command: [String], files: [String] = [], isOptional: Bool = true) -> Suite.ExternalArm {
      Suite.ExternalArm(label: label, command: command, files: files, isOptional: isOptional)
    }
    let arms = [
      arm("whole", ["sh", here], files: [here]), arm("no-program", ["no-such-program", here], files: [here]),
      arm("no-file", ["sh", "/no/file"], files: ["/no/file"]),
      arm("not-optional", ["no-such-program"], isOptional: false),
    ]
    let suite = Suite(name: "s", summary: "", arms: arms, matrices: [])
    let (kept, leftOut) = suite.withoutMissingArms(
      in: Suite.Surroundings(isProgram: { $0 == "sh" }, isFile: { $0 == here }))
    #expect(kept.arms.map(\.label) == ["whole", "not-optional"])
    #expect(
      leftOut == [
        "arm no-program is left out: no-such-program is not there", "arm no-file is left out: /no/file is not there",
      ])
  }

  @Test(
    "cannot have a start method that is none, or where nothing is started",
    arguments: ["process-pool@fork", "thread-pool@spawn", "process-pool@results", "serial@", "@spawn"])
  func unknown(name: String) {
    let error = #expect(throws: SuiteError.self) { try arms(name) }
    #expect(error.map { "\($0)".contains("unknown strategy '\(name)'") } == true)
    #expect(error.map { "\($0)".contains("process-pool@forkserver") } == true)
  }
}
