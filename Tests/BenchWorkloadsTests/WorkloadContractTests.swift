import Testing
import WorkerPoolsPosix

@testable import BenchWorkloads

@Suite("Every built-in workload")
struct WorkloadContractTests {
  static let names = Workloads.builtIn.map { $0.name }

  private func make(_ name: String, seed: UInt64, port: Int?) throws -> any Workload {
    let settings = WorkloadSettings(
      seed: seed, taskDurationNs: 20_000, iterations: 1_234, payloadBytes: 5_003, socketPort: port,
      fileDirectory: "/tmp")
    return try Workloads().named(name).init(settings)
  }

  @Test("gives the value that is expected of it", .timeLimit(.minutes(20)), arguments: names)
  func value(name: String) throws {
    let server = try EchoFixture()
    defer { withExtendedLifetime(server) {} }
    for seed in [0, 1, (1 << 53) - 1] as [UInt64] {
      let workload = try make(name, seed: seed, port: server.port)
      for task in 0..<20 as Range<UInt64> {
        let output = try workload.run(task: task, input: workload.input(forTask: task))
        #expect(workload.value(of: output) == workload.expectedValue(forTask: task))
      }
    }
  }

  @Test("gives different values for different tasks and seeds", arguments: names)
  func distinct(name: String) throws {
    let values = try ([1, 2] as [UInt64]).flatMap { seed in
      let workload = try make(name, seed: seed, port: 1)
      return (0..<50 as Range<UInt64>).map { workload.expectedValue(forTask: $0) }
    }
    #expect(Set(values).count == 100)
  }

  @Test("can be found by name in another process", arguments: names)
  func reference(name: String) throws {
    let type = try Workloads().named(name)
    let settings = WorkloadSettings(
      seed: 9, taskDurationNs: 1, iterations: 1, payloadBytes: 8, socketPort: 1, fileDirectory: "/tmp")
    let workload = try WorkloadReference(type, settings: settings).makeWorkload()
    #expect(Swift.type(of: workload) == type)
  }

  @Test("has a name for the command line and a summary of one line", arguments: Workloads.builtIn.map { $0.name })
  func described(name: String) throws {
    let type = try Workloads().named(name)
    #expect(name.utf8.allSatisfy { $0 == 0x2D || (0x61...0x7A).contains($0) })
    #expect(!type.summary.isEmpty && !type.summary.contains("\n") && !type.summary.hasSuffix("."))
  }
}
