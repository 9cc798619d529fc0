import Testing
import WorkerPools
import WorkerPoolsPosix

/// What a pool leaves behind, and what its tasks find, for each start method.
@Suite("A pool leaves nothing behind", .serialized)
struct HygieneTests {
  @Test(
    "many cycles leave descriptors, threads, children and mappings as they were", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func cycles(_ kind: StartMethod) throws {
    let input = CycleProcessPools.Input(count: LongTests.areWanted ? 1000 : 60, method: kind)
    let census = try UnitProcess.spawn(CycleProcessPools.self, input).collect().output
    #expect(census[0] == census[1])
    #expect(census[0].sharedMappings == 0)
  }

  @Test("a pool that cannot start leaves nothing", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func missingExecutable(_ kind: StartMethod) throws {
    let census = try UnitProcess.spawn(StartMissingProgram.self, kind).collect().output
    #expect(census[0] == census[1])
  }

  @Test(
    "SIGINT to the host's group is the host's alone, and ends all", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func interrupt(_ kind: StartMethod) throws {
    let gate = try Gate()
    let host = try UnitProcess.spawn(MapAtGate.self, .init(port: gate.port, method: kind))
    let arrivals = try gate.arrivals(2)
    let first = try ProcessWatch(pid: arrivals[0].pid)
    let second = try ProcessWatch(pid: arrivals[1].pid)
    SignalNumber.send(SignalNumber.interrupt, to: -host.pid)
    #expect(poolError { _ = try host.collect() }?.worker?.termination == .signaled(SignalNumber.interrupt))
    #expect(try first.waitForEnd(timeoutNs: 2_000_000_000))
    #expect(try second.waitForEnd(timeoutNs: 2_000_000_000))
  }

  @Test(
    "the host killed: what a task has started is gone, too", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func sleeperOfOrphan(_ kind: StartMethod) throws {
    let gate = try Gate()
    let host = try UnitProcess.spawn(HostOfSleeper.self, .init(port: gate.port, method: kind))
    let sleeper = try ProcessWatch(pid: try gate.nextArrival().pid)
    SignalNumber.send(SignalNumber.kill, to: host.pid)
    #expect(try sleeper.waitForEnd(timeoutNs: 2_000_000_000))
    _ = try? host.collect()
  }

  @Test("a pool inside a worker works, and ends with it", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func nested(_ kind: StartMethod) throws {
    let pool = try kind.make(1)
    #expect(try pool.apply(UsePoolInside.self, .init(port: nil, method: kind)) == 42)
    let gate = try Gate()
    let result = try pool.applyAsync(UsePoolInside.self, .init(port: gate.port, method: kind))
    let inner = try ProcessWatch(pid: try gate.nextArrival().pid)
    #expect(result.cancel())
    #expect(try inner.waitForEnd(timeoutNs: 2_000_000_000))
    try pool.closeAndJoin()
  }

  @Test("a task's child is no worker", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func grandchild(_ kind: StartMethod) throws {
    let pool = try kind.make(1)
    #expect(try pool.run(.markerOfChild) == 0)
    try pool.closeAndJoin()
  }
}

/// Makes and ends pools of that start method many times, and returns what the process had before and after.
enum CycleProcessPools: WorkerFunction {
  struct Input: Codable, Sendable {
    let count: Int
    let method: StartMethod
  }

  static func run(_ input: Input) throws -> [Census] {
    for number in 0..<3 { try cycle(number, input.method) }
    let before = try Census.take()
    for number in 1...input.count { try cycle(number, input.method) }
    return [before, try Census.take()]
  }

  private static func cycle(_ number: Int, _ method: StartMethod) throws {
    let pool = try method.make(2)
    _ = try pool.apply(Echo<[UInt8]>.self, [UInt8](repeating: 1, count: 1 << 19))
    let result = try pool.applyAsync(RunJob.self, .double(number), callback: { _ in })
    if number % 3 == 0 { pool.terminate() } else { _ = try result.get() }
    if number % 3 == 1 { _ = try? pool.run(.exit(3)) }
    try pool.closeAndJoin()
  }
}

/// Fails to start a pool, several times, and returns what the process had before and after.
enum StartMissingProgram: WorkerFunction {
  static func run(_ input: StartMethod) throws -> [Census] {
    _ = try? input.make(2) { $0.executable = "/nowhere/at/all" }
    let before = try Census.take()
    for _ in 0..<20 { _ = try? input.make(2) { $0.executable = "/nowhere/at/all" } }
    return [before, try Census.take()]
  }
}

/// Has all workers of a pool wait at a gate for a map.
enum MapAtGate: WorkerFunction {
  struct Input: Codable, Sendable {
    let port: Int
    let method: StartMethod
  }

  static func run(_ input: Input) throws -> [Int] {
    let pool = try input.method.make(2)
    return try pool.map(RunJob.self, (0..<10).map { _ in .waitAtGate(port: input.port) }, chunkSize: 1)
  }
}

/// Has a worker that has started a process which lasts.
enum HostOfSleeper: WorkerFunction {
  static func run(_ input: MapAtGate.Input) throws -> Int {
    try input.method.make(1).run(.startSleeper(port: input.port, thenGateAt: nil))
  }
}

/// Makes a pool in a worker; its task waits at the gate, where there is one.
enum UsePoolInside: WorkerFunction {
  struct Input: Codable, Sendable {
    let port: Int?
    let method: StartMethod
  }

  static func run(_ input: Input) throws -> Int {
    let pool = try input.method.make(1)
    defer { try? pool.closeAndJoin() }
    return try pool.run(input.port.map { .waitAtGate(port: $0) } ?? .double(21))
  }
}
