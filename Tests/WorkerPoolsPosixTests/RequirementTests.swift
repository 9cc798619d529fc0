import Testing

@testable import WorkerPoolsPosix

@Suite("What a host needs of the system")
struct RequirementTests {
  @Test("is there, and the looking leaves nothing", arguments: RequiredCall.allCases)
  func probes(_ call: RequiredCall) throws {
    try call.probe()
  }

  @Test("an error says what allows the call, or else what the number means")
  func remedies() {
    let refused = PosixError(call: "pidfd_open", code: .notPermitted, remedy: "update the container engine")
    #expect(refused.description.hasPrefix("pidfd_open failed: "))
    #expect(refused.description.hasSuffix("; update the container engine"))
    #expect(PosixError(call: "eventfd", code: .tooManyOpenFiles).description.contains("ulimit -n"))
  }

  @Test("what a process does is read from procfs, whatever its name")
  func activity() throws {
    let line = "77 (a) S (b) R 1 77 77 0 -1 4194560 100 0 0 0 150 50 0 0 20 0 1 0 5000 1000 10"
    #expect(ProcessActivity.parse(line) == ProcessActivity(isAsleep: false, processorNs: 2_000_000_000))
    #expect(ProcessActivity.parse("77 (cat) S 1 77") == nil)
    #expect(ProcessActivity.parse("") == nil)
    let sleeper = try ChildProcess.spawn(Launch(path: "/bin/sleep", arguments: ["sleep", "1000"]))
    while ProcessActivity.of(pid: sleeper.pid)?.isAsleep == false {}
    sleeper.signal(SignalNumber.kill)
    _ = sleeper.wait()
    #expect(ProcessActivity.of(pid: sleeper.pid) == nil)
    #expect(ProcessActivity.of(pid: ProcessImage.processIdentifier)?.isAsleep == false, "this thread runs")
  }
}
