import Testing
import WorkerPoolsPosix

@testable import WorkerPools

@Suite("Units of one task")
struct UnitTests {
  @Test(
    "a process per task returns the value and what it cost", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func process(_ method: StartMethod) throws {
    let unit = try UnitProcess.spawn(RunJob.self, .double(21), startMethod: method)
    var entries = [PollEntry(unit.descriptor, .readable)]
    #expect(try poll(&entries, timeoutNs: nil) == 1)
    let outcome = try unit.collect()
    #expect(outcome.output == 42)
    #expect(outcome.spawnNs > 0)
    #expect(outcome.reapNs > 0)
    #expect(outcome.usage.userNs + outcome.usage.systemNs > 0)
  }

  @Test(
    "a unit's error and death are told apart", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func processFailures(_ method: StartMethod) throws {
    func spawn(_ job: Job) throws -> UnitProcess<RunJob> {
      try UnitProcess.spawn(RunJob.self, job, startMethod: method)
    }
    let error = #expect(throws: RemoteError.self) { try spawn(.fail("no")).collect() }
    #expect(error?.message == "no")
    let died = poolError { _ = try spawn(.exit(9)).collect() }
    #expect(died?.worker?.termination == .exited(9))
    let killed = try spawn(.kill(9))
    #expect(poolError { _ = try killed.collect() }?.worker == WorkerEnd(pid: killed.pid, termination: .signaled(9)))
  }

  @Test(
    "a unit that is let go is killed with what it started", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func letGo(_ method: StartMethod) throws {
    let gate = try Gate()
    var unit: UnitProcess<WaitBesideChild>? =
      try UnitProcess.spawn(WaitBesideChild.self, gate.port, startMethod: method)
    let arrivals = try gate.arrivals(2)
    let watches = try arrivals.map { Watch(try ProcessWatch(pid: $0.pid)) }
    #expect(unit?.pid == arrivals[0].pid)
    unit = nil
    for watch in watches { #expect(try watch.process.waitForEnd()) }
  }

  private final class Watch {
    let process: ProcessWatch
    init(_ process: consuming ProcessWatch) { self.process = process }
  }

  @Test(
    "units of a missing program and of a hidden function are typed errors", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func refusals(_ method: StartMethod) {
    let missing = poolError {
      _ = try UnitProcess.spawn(RunJob.self, .pid, executable: "/nowhere", startMethod: method)
    }
    #expect(missing?.code == .cannotStart)
    #expect(missing?.description.contains("/nowhere") == true)
    #expect(poolError { _ = try UnitProcess.spawn(Secret.self, 1) }?.code == .unreachableFunction)
  }

  @Test("a thread per task returns the value and what it cost", .timeLimit(.minutes(20)))
  func thread() throws {
    let outcome = try UnitThread.start(name: "unit", stackSize: 1 << 17) { PlatformThread.currentName }.collect()
    #expect(outcome.output == "unit")
    #expect(outcome.spawnNs > 0 && outcome.reapNs > 0)
    let failing = try UnitThread<Int>.start { throw Job.Failure(description: "no") }
    #expect(throws: Job.Failure.self) { try failing.collect() }
  }

  private enum Secret: WorkerFunction {
    static func run(_ input: Int) -> Int { input }
  }
}

/// Starts a process, tells the gate the numbers of both, and waits there.
enum WaitBesideChild: WorkerFunction {
  static func run(_ input: Int) throws -> Int {
    var launch = Launch(path: "/bin/sleep", arguments: ["sleep", "1000"])
    launch.processGroup = .inherited
    let child = try ChildProcess.spawn(launch)
    let sockets = try [ProcessImage.processIdentifier, child.pid].map { pid in
      let socket = try Loopback.connect(port: input)
      try Loopback.send(withUnsafeBytes(of: pid) { Array($0) }, to: socket)
      return socket
    }
    _ = try Loopback.receive(1, from: sockets[0])
    return 0
  }
}
