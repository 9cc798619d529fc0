import BenchModel
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

  @Test(
    "cannot have a start method that is none, or where nothing is started",
    arguments: ["process-pool@fork", "thread-pool@spawn", "serial@", "@spawn"])
  func unknown(name: String) {
    let error = #expect(throws: SuiteError.self) { try arms(name) }
    #expect(error.map { "\($0)".contains("unknown strategy '\(name)'") } == true)
    #expect(error.map { "\($0)".contains("process-pool@forkserver") } == true)
  }
}
