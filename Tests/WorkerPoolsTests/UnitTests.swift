import Testing
import WorkerPoolsPosix

@testable import WorkerPools

@Suite("Units of one task")
struct UnitTests {
  @Test("a process per task returns the value and what it cost", .timeLimit(.minutes(1)))
  func process() throws {
    let unit = try UnitProcess.spawn(RunJob.self, .double(21))
    var entries = [PollEntry(unit.descriptor, .readable)]
    #expect(try poll(&entries, timeoutNs: nil) == 1)
    let outcome = try unit.collect()
    #expect(outcome.output == 42)
    #expect(outcome.spawnNs > 0)
    #expect(outcome.reapNs > 0)
    #expect(outcome.usage.userNs + outcome.usage.systemNs > 0)
  }

  @Test("a unit's error and death are told apart", .timeLimit(.minutes(1)))
  func processFailures() throws {
    let error = #expect(throws: RemoteError.self) { try UnitProcess.spawn(RunJob.self, .fail("no")).collect() }
    #expect(error?.message == "no")
    let died = poolError { _ = try UnitProcess.spawn(RunJob.self, .exit(9)).collect() }
    #expect(died?.worker?.termination == .exited(9))
    let killed = try UnitProcess.spawn(RunJob.self, .kill(9))
    #expect(poolError { _ = try killed.collect() }?.worker == WorkerEnd(pid: killed.pid, termination: .signaled(9)))
  }

  @Test("a unit that is let go is killed", .timeLimit(.minutes(1)))
  func letGo() throws {
    let gate = try Gate()
    var unit: UnitProcess<RunJob>? = try UnitProcess.spawn(RunJob.self, .waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let watch = try ProcessWatch(pid: arrival.pid)
    #expect(unit?.pid == arrival.pid)
    unit = nil
    #expect(try watch.waitForEnd())
  }

  @Test("units of a missing program and of a hidden function are typed errors", .timeLimit(.minutes(1)))
  func refusals() {
    let missing = poolError { _ = try UnitProcess.spawn(RunJob.self, .pid, executable: "/nowhere") }
    #expect(missing?.code == .cannotStart)
    #expect(poolError { _ = try UnitProcess.spawn(Secret.self, 1) }?.code == .unreachableFunction)
  }

  @Test("a thread per task returns the value and what it cost", .timeLimit(.minutes(1)))
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
