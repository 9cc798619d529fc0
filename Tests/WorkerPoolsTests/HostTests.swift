import Testing
import WorkerPools
import WorkerPoolsPosix

/// What a pool does to the program around it, and what that program may do to it.
@Suite("Hosts of pools")
struct HostTests {
  @Test(
    "the host killed by SIGKILL: no worker is left after 2 s", .timeLimit(.minutes(20)), arguments: [false, true],
    StartMethod.allCases)
  func orphans(busy: Bool, method: StartMethod) throws {
    let gate = try Loopback.listen()
    defer { try? gate.listener.close() }
    let busyGate = try Gate()
    let host = try UnitProcess.spawn(
      DoomedHost.self, .init(gatePort: gate.port, busyPort: busy ? busyGate.port : nil, method: method))
    let socket = try Loopback.accept(gate.listener)
    defer { try? socket.close() }
    let pids = try (0..<3).map { _ in
      try #require(try Loopback.receive(4, from: socket)).withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
    }
    let arrivals = try busy ? busyGate.arrivals(2) : []
    #expect(Set(arrivals.map(\.pid)).isSubset(of: pids))
    let first = try ProcessWatch(pid: pids[1])
    let second = try ProcessWatch(pid: pids[2])
    SignalNumber.send(SignalNumber.kill, to: pids[0])
    #expect(try first.waitForEnd(timeoutNs: 2_000_000_000))
    #expect(try second.waitForEnd(timeoutNs: 2_000_000_000))
    #expect(poolError { _ = try host.collect() }?.code == .workerDied)
  }

  @Test("a unit whose host is killed ends, too", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func orphanedUnit(_ method: StartMethod) throws {
    let gate = try Gate()
    let host = try UnitProcess.spawn(HostOfUnit.self, .init(gatePort: gate.port, method: method))
    let arrival = try gate.nextArrival()
    let unit = try ProcessWatch(pid: arrival.pid)
    host.kill()
    #expect(try unit.waitForEnd(timeoutNs: 2_000_000_000))
  }

  @Test("50 cycles leave no descriptor, no thread and no child", .timeLimit(.minutes(20)))
  func leaks() throws {
    let census = try UnitProcess.spawn(CyclePools.self, 50).collect().output
    #expect(census[0] == census[1])
    #expect(census[0].children == 0)
  }

  @Test(
    "a host that reaps everything makes no hang", .timeLimit(.minutes(20)), arguments: PoolUnderReaper.Reaper.allCases,
    StartMethod.allCases)
  func reaper(_ reaper: PoolUnderReaper.Reaper, method: StartMethod) throws {
    let seen = try UnitProcess.spawn(PoolUnderReaper.self, .init(reaper: reaper, method: method)).collect().output
    #expect(seen == ["42", "died", "8"])
  }

  @Test("a pool reaps nobody else's children", .timeLimit(.minutes(20)))
  func foreignChildren() throws {
    #expect(try UnitProcess.spawn(PoolBesideChildren.self, 10).collect().output == Array(0..<10))
  }

  @Test(
    "without descriptors a unit is a typed error and leaks none", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func descriptors(_ method: StartMethod) throws {
    let input = UnitsWithoutDescriptors.Input(headroom: 24, method: method)
    let report = try UnitProcess.spawn(UnitsWithoutDescriptors.self, input).collect().output
    #expect(!report.errors.isEmpty)
    #expect(report.errors.allSatisfy { $0 == Errno.tooManyOpenFiles.rawValue })
    #expect(report.leaked.dropLast().prefix(report.errors.count).allSatisfy { $0 == 0 })
    // A fork server that serves has three.
    #expect(report.leaked.last == (method == .forkserver ? 3 : 0))
    #expect(report.output == 42)
  }
}

/// Starts a unit that waits at the gate, and waits for it.
enum HostOfUnit: WorkerFunction {
  struct Input: Codable, Sendable {
    let gatePort: Int
    let method: StartMethod
  }

  static func run(_ input: Input) throws -> Int {
    try UnitProcess.spawn(RunJob.self, .waitAtGate(port: input.gatePort), startMethod: input.method).collect().output
  }
}
