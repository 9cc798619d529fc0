import Testing

@testable import BenchWorkloads

@Suite("The registry of workloads")
struct WorkloadsTests {
  @Test("the seven built-in workloads are there")
  func builtIn() {
    #expect(
      Workloads().names == ["noop", "cpu", "sleep", "file-io", "socket-io", "alloc", "payload"])
  }

  @Test("an unknown name is refused by a sentence that lists the known ones")
  func unknown() throws {
    let error = #expect(throws: WorkloadError.self) { try Workloads().named("cpx") }
    #expect(
      error?.description
        == "There is no workload \"cpx\"; the known ones are noop, cpu, sleep, file-io, socket-io, alloc, payload.")
  }

  @Test("a workload of one's own is found beside the built-in ones")
  func added() throws {
    let workloads = try Workloads(adding: [OwnWorkload.self])
    #expect(workloads.names.last == "own")
    #expect(try workloads.named("own") == OwnWorkload.self)
    let reference = try WorkloadReference(OwnWorkload.self, settings: WorkloadSettings(seed: 3))
    #expect(try reference.makeWorkload().expectedValue(forTask: 4) == 7)
  }

  @Test("a name that is taken is refused")
  func duplicate() {
    #expect(throws: WorkloadError.duplicate("own")) { try Workloads(adding: [OwnWorkload.self, OwnWorkload.self]) }
  }

  @Test("a type that no worker could find by name is refused, before any worker is started")
  func unreachable() {
    #expect {
      try Workloads(adding: [HiddenWorkload.self])
    } throws: { error in
      guard case WorkloadError.unreachableType = error else { return false }
      return "\(error)".contains("private")
    }
  }

  @Test("a workload says what it needs, and nothing if it says nothing")
  func needs() {
    let needs = Workloads.builtIn.filter { !$0.needs.isEmpty }.map { ($0.name, $0.needs) }
    #expect(needs.map(\.0) == ["cpu", "file-io", "socket-io"])
    #expect(needs.map(\.1) == [[.calibratedIterations], [.fileDirectory], [.echoServer]])
    #expect(OwnWorkload.needs == [])
  }

  @Test("a missing setting is named", arguments: ["cpu", "sleep", "socket-io", "payload"])
  func missing(name: String) throws {
    let type = try Workloads().named(name)
    #expect {
      try type.init(WorkloadSettings(seed: 1))
    } throws: { error in
      guard case WorkloadError.missingSetting(_, name) = error else { return false }
      return true
    }
  }

  @Test("a setting out of range is refused rather than trapped on")
  func outOfRange() throws {
    let settings = WorkloadSettings(seed: 1, taskDurationNs: -1, iterations: -1, payloadBytes: -1, socketPort: 70_000)
    for name in ["cpu", "sleep", "socket-io", "payload", "file-io"] {
      let type = try Workloads().named(name)
      #expect(throws: WorkloadError.self) { try type.init(settings) }
    }
  }

  @Test("a file folder that does not exist is an error in one sentence")
  func missingFolder() throws {
    let workload = try FileIOWorkload(WorkloadSettings(seed: 1, fileDirectory: "/nowhere/at/all"))
    #expect(throws: WorkloadError.self) { try workload.run(task: 0, input: []) }
  }

  @Test("a server that is not there is an error, not a hang", .timeLimit(.minutes(20)))
  func missingServer() throws {
    let workload = try SocketIOWorkload(WorkloadSettings(seed: 1, taskDurationNs: 0, socketPort: 1))
    #expect(throws: WorkloadError.self) { try workload.run(task: 0, input: []) }
  }
}

/// A workload as a user of the package writes it.
struct OwnWorkload: Workload {
  static let name = "own"
  static let summary = "the seed plus the index"
  static let parameters: Set<WorkloadParameter> = []

  let seed: UInt64

  init(_ settings: WorkloadSettings) { seed = settings.seed }

  func run(task: UInt64, input: [UInt8]) -> TaskOutput { TaskOutput(value: seed + task) }
  func expectedValue(forTask task: UInt64) -> UInt64 { seed + task }
}

private struct HiddenWorkload: Workload {
  static let name = "hidden"
  static let summary = "cannot be found by name"
  static let parameters: Set<WorkloadParameter> = []

  init(_ settings: WorkloadSettings) {}

  func run(task: UInt64, input: [UInt8]) -> TaskOutput { TaskOutput(value: 0) }
  func expectedValue(forTask task: UInt64) -> UInt64 { 0 }
}
