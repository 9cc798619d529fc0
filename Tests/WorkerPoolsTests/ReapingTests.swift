import Glibc
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// What a pool kills, it collects, where that falls to its host.
@Suite("A host that adopts orphans", .serialized)
struct ReapingTests {
  @Test("keeps no zombie of what tasks have left", .timeLimit(.minutes(20)), arguments: Ending.allCases)
  func zombies(_ ending: Ending) throws {
    let hosts = try StartMethod.allCases.map {
      ($0, try UnitProcess.spawn(AdoptOrphans.self, .init(ending: ending, method: $0)))
    }
    for (method, host) in hosts {
      let report = try host.collect().output
      #expect(report.children == (method == .forkserver ? 1 : 0), "only the fork server, for two seconds more")
      #expect(report.ownChild == 3, "the host's own child is the host's")
    }
  }

  @Test("keeps none of what a unit has left that was killed", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func unit(_ method: StartMethod) throws {
    let count = try UnitProcess.spawn(AdoptOrphansOfUnit.self, method).collect().output
    #expect(count == (method == .forkserver ? 1 : 0))
  }

  @Test("has one fork server for pools that overlap or follow each other, and then none", .timeLimit(.minutes(20)))
  func forkServer() throws {
    // At the same time, since both wait for two seconds.
    let sharing = try UnitProcess.spawn(ShareServer.self, 0)
    let waiting = try UnitProcess.spawn(AwaitLastChild.self, 21)
    let report = try sharing.collect().output
    #expect(Set(report.servers).count == 1 && report.servers[0] > 0)
    #expect(report.before == report.after)
    #expect(try waiting.collect().output == 42, "a wait for the last child ends")
  }
}

/// How workers come to an end whose tasks have left processes.
enum Ending: String, Codable, CaseIterable, Sendable {
  case recycling, close, terminate, cancel, timeout, crash
}

@_silgen_name("prctl") private func prctl(_: Int32, _: UInt, _: UInt, _: UInt, _: UInt) -> Int32

/// Makes this process the parent of what its descendants leave, as the first process of a container is.
private func adoptOrphans() { _ = prctl(36, 1, 0, 0, 0) }

/// Leaves processes in the worker's group, some of which are children of others, and then does as it is told.
enum LeaveProcesses: WorkerFunction {
  static func run(_ input: Ending) throws -> Int {
    var launch = Launch(
      path: "/bin/sh", arguments: ["sh", "-c", "(sleep 1000 & sleep 1000 & wait) & sleep 1000 & wait"])
    launch.processGroup = .inherited
    _ = Unmanaged.passRetained(try ChildProcess.spawn(launch))
    // They are there, with their own children, when all five are.
    while children(of: getpid()) < 5 { MonotonicTime.sleep(nanoseconds: 1_000_000) }
    switch input {
    case .recycling, .close: return 0
    case .terminate, .cancel, .timeout: while true { pause() }
    case .crash: exit(1)
    }
  }

  private static func children(of pid: Int32) -> Int {
    let text = FileSystemAccess.text(of: "/proc/\(pid)/task/\(pid)/children") ?? ""
    return text.split(separator: " ").compactMap { Int32($0) }.reduce(0) { $0 + 1 + children(of: $1) }
  }
}

/// Has a pool whose workers end in that way, and returns how many children are left when it is over.
enum AdoptOrphans: WorkerFunction {
  struct Input: Codable, Sendable {
    let ending: Ending
    let method: StartMethod
  }

  struct Report: Codable, Sendable {
    let children: Int
    let ownChild: Int32
  }

  static func run(_ input: Input) throws -> Report {
    adoptOrphans()
    let own = try ChildProcess.spawn(Launch(path: "/bin/sh", arguments: ["sh", "-c", "exit 3"]))
    var entries = [PollEntry(own.pidDescriptor, .readable)]
    _ = try poll(&entries, timeoutNs: nil)
    let pool = try input.method.make(2) {
      $0.maxTasksPerWorker = input.ending == .recycling ? 1 : nil
      $0.taskTimeout = input.ending == .timeout ? .milliseconds(500) : nil
      $0.restartBudget = 100
    }
    let results = try (0..<3).map { _ in try pool.applyAsync(LeaveProcesses.self, input.ending) }
    switch input.ending {
    case .terminate: _ = results[0].wait(timeout: .milliseconds(300))
    case .cancel:
      for result in results {
        _ = result.wait(timeout: .milliseconds(100))
        result.cancel()
      }
    default: for result in results { result.wait() }
    }
    if input.ending == .terminate { pool.terminate() } else { pool.close() }
    try pool.join()
    let status = { if case .exited(let code) = own.wait().status { code } else { -1 as Int32 } }()
    return Report(children: try Census.take().children, ownChild: status)
  }
}

/// Kills units whose tasks have left processes, and returns how many children are left.
enum AdoptOrphansOfUnit: WorkerFunction {
  static func run(_ input: StartMethod) throws -> Int {
    adoptOrphans()
    for ending in [Ending.terminate, .crash] {
      let unit = try UnitProcess.spawn(LeaveProcesses.self, ending, startMethod: input)
      if ending == .crash { _ = try? unit.collect() } else { MonotonicTime.sleep(nanoseconds: 100_000_000) }
      unit.kill()
    }
    return try Census.take().children
  }
}

/// Has a pool of the method forkserver, and then waits for children until there is none.
enum AwaitLastChild: WorkerFunction {
  static func run(_ input: Int) throws -> Int {
    let pool = try StartMethod.forkserver.make(2)
    let output = try pool.run(.double(input))
    try pool.closeAndJoin()
    while waitpid(-1, nil, 0) != -1 || errno == EINTR {}
    return output
  }
}

/// Has pools that overlap and that follow each other, and returns the numbers of their fork servers.
enum ShareServer: WorkerFunction {
  struct Report: Codable, Sendable {
    let servers: [Int32]
    let before: Census
    let after: Census
  }

  static func run(_ input: Int) throws -> Report {
    let before = try Census.take()
    var servers: [Int32] = []
    func note() { servers.append(ForkServers.server(for: nil, in: .ofHost())?.processIdentifier ?? 0) }
    let first = try StartMethod.forkserver.make(1)
    note()
    let second = try StartMethod.forkserver.make(1)
    note()
    try first.closeAndJoin()
    // A worker that is replaced needs the server, too.
    _ = try? second.run(.exit(1))
    _ = try second.run(.double(1))
    note()
    try second.closeAndJoin()
    let third = try StartMethod.forkserver.make(1)
    note()
    try third.closeAndJoin()
    while ForkServers.server(for: nil, in: .ofHost()) != nil { MonotonicTime.sleep(nanoseconds: 1_000_000) }
    // It is out of the table before it is gone, and so is the thread that ends it.
    while try Census.take() != before { MonotonicTime.sleep(nanoseconds: 1_000_000) }
    return Report(servers: servers, before: before, after: try Census.take())
  }
}
