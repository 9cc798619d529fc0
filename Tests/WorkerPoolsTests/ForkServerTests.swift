import Testing
import WorkerPoolsPosix

@testable import WorkerPools

@Suite("The fork server")
struct ForkServerTests {
  @Test("killed, it is replaced, disturbs no worker and leaves nothing", .timeLimit(.minutes(20)))
  func killed() throws {
    let report = try UnitProcess.spawn(KillForkServer.self, 0).collect().output
    #expect(report.outputs == [42, 42])
    #expect(report.serversDiffer)
    #expect(report.before == report.after)
  }

  @Test("killed at any moment, it leaves nothing, and starts go on", .timeLimit(.minutes(20)))
  func killedAtAnyMoment() throws {
    let report = try UnitProcess.spawn(KillForkServerAgainAndAgain.self, 500).collect().output
    // A worker that was still in the server's group may have been killed with it.
    let expected = ["the fork server was killed", "was killed by signal 9"]
    #expect(report.failures.allSatisfy { failure in expected.contains { failure.contains($0) } })
    #expect(report.successes + report.failures.count == 500)
    #expect(report.successes > 400 && report.kills > 5, "\(report)")
    #expect(report.before == report.after)
  }

  @Test("ends with its host, even by SIGKILL", .timeLimit(.minutes(20)))
  func orphaned() throws {
    let gate = try Gate()
    let host = try UnitProcess.spawn(HostOfForkServer.self, gate.port)
    let arrivals = try gate.arrivals(2)
    let first = try ProcessWatch(pid: arrivals[0].pid)
    let second = try ProcessWatch(pid: arrivals[1].pid)
    host.kill()
    #expect(try first.waitForEnd(timeoutNs: 2_000_000_000))
    #expect(try second.waitForEnd(timeoutNs: 2_000_000_000))
  }

  @Test("is not used by a fork of its host, which has its own", .timeLimit(.minutes(20)))
  func forkedHost() throws {
    #expect(try UnitProcess.spawn(ForkHost.self, 0).collect().output == [0, 1, 42])
  }

  @Test("is the same for all of a host, and starts workers for several threads", .timeLimit(.minutes(20)))
  func threads() throws {
    #expect(try UnitProcess.spawn(StartFromThreads.self, 25).collect().output == 100)
  }

  @Test("of a program that is none is a typed error", .timeLimit(.minutes(20)))
  func otherProgram() {
    let error = poolError {
      _ = try UnitProcess.spawn(RunJob.self, .pid, executable: "/bin/false", startMethod: .forkserver)
    }
    #expect(error?.code == .cannotStart)
    #expect(error?.description.contains("/bin/false exited with code 1") == true)
  }
}
