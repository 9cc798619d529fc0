import Synchronization
import Testing
import WorkerPools
import WorkerPoolsPosix

/// Promises about who waits for whom.
@Suite("Nobody waits needlessly", .serialized)
struct PromiseTests {
  @Test("four threads that call apply run on four workers", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func fourThreads(_ kind: StartMethod) throws {
    let pool = try kind.make(4)
    let callers = try ThreadPool(.init(threads: 4))
    for _ in 0..<5 {
      let gate = try Gate()
      let port = gate.port
      let calls = try (0..<4).map { _ in try callers.applyAsync { try pool.run(.waitAtGate(port: port)) } }
      let arrivals = try gate.arrivals(4)
      #expect(Set(arrivals.map(\.pid)).count == 4)
      for arrival in arrivals { arrival.release() }
      for call in calls { #expect(try call.get() == 0) }
    }
    callers.close()
    try pool.closeAndJoin()
  }

  @Test(
    "short tasks run past long ones while a worker is free", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func noConvoy(_ kind: StartMethod) throws {
    let pool = try kind.make(3)
    let gate = try Gate()
    for _ in 0..<10 {
      // The long ones may come to lie behind short ones in any worker's queue.
      let results = try (0..<60).map { number in
        try pool.start(number % 30 == 7 ? .waitAtGate(port: gate.port) : .double(number))
      }
      for (number, result) in results.enumerated() where number % 30 != 7 {
        #expect(try result.get(timeout: .seconds(20)) == 2 * number)
      }
      for arrival in try gate.arrivals(2) { arrival.release() }
      for number in [7, 37] { #expect(try results[number].get() == 0) }
    }
    try pool.closeAndJoin()
  }

  @Test(
    "100 tasks that are awaited block no thread of the runtime", .timeLimit(.minutes(20)),
    arguments: [nil, 0, 5])
  func manyAwaits(queueLimit: Int?) async throws {
    let pool = try StartMethod.spawn.make(4) { $0.queueLimit = queueLimit }
    let gate = try Gate()
    let port = gate.port
    let began = Counter()
    let doorkeeper = try ThreadPool(.init(threads: 1))
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<100 {
        group.addTask {
          began.count.add(1, ordering: .relaxed)
          return try await pool.runAsynchronously(.waitAtGate(port: port))
        }
      }
      // Where an await blocked a thread, few of them would ever begin.
      while began.count.load(ordering: .relaxed) < 100 { await Task.yield() }
      try doorkeeper.applyAsync { for _ in 0..<100 { try gate.nextArrival().release() } }
      for try await output in group { #expect(output == 0) }
    }
    doorkeeper.close()
    pool.terminate()
  }

  @Test("each room in the queue lets one submitter in", .timeLimit(.minutes(20)), arguments: [1, 2])
  func submitters(workers: Int) throws {
    let pool = try StartMethod.spawn.make(workers) { $0.queueLimit = 0 }
    let gate = try Gate()
    let blockers = try (0..<workers).map { _ in try pool.start(.waitAtGate(port: gate.port)) }
    let arrivals = try gate.arrivals(workers)
    let submitters = try ThreadPool(.init(threads: 6))
    defer { submitters.terminate() }
    let calls = try (0..<6).map { number in
      try submitters.applyAsync {
        // Left over from a wait that ended in another way.
        Parker.current.unpark()
        return try pool.run(.double(number))
      }
    }
    #expect(!calls[5].wait(timeout: .milliseconds(50)))
    for arrival in arrivals { arrival.release() }
    for (number, call) in calls.enumerated() { #expect(try call.get(timeout: .seconds(20)) == 2 * number) }
    for blocker in blockers { #expect(try blocker.get() == 0) }
    try pool.closeAndJoin()
  }

  @Test("a full queue refuses, where that was chosen", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func fullQueue(_ kind: StartMethod) throws {
    let pool = try kind.make(1) {
      $0.queueLimit = 2
      $0.whenQueueIsFull = .fail
    }
    let gate = try Gate()
    let running = try pool.start(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let waiting = try (0..<2).map { try pool.start(.double($0)) }
    #expect(poolError { _ = try pool.start(.double(2)) }?.code == .queueFull)
    #expect(waiting[1].cancel())
    let late = try pool.start(.double(3))
    arrival.release()
    #expect(try running.get() == 0 && waiting[0].get() == 0 && late.get() == 6)
    try pool.closeAndJoin()
  }

  @Test("values above the limit are refused, on both ways", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func largePayloads(_ kind: StartMethod) throws {
    let pool = try kind.make(1) { $0.maxPayloadBytes = 1000 }
    let error = poolError { _ = try pool.apply(Echo<[UInt8]>.self, [UInt8](repeating: 1, count: 1100)) }
    #expect(error?.code == .payloadTooLarge)
    #expect(poolError { _ = try pool.apply(Repeat.self, 1100) }?.code == .payloadTooLarge)
    #expect(try pool.apply(Repeat.self, 900).count == 900)
    try pool.closeAndJoin()
  }

  @Test("an idle pool makes no context switch in 5 s", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func idle(_ kind: StartMethod) throws {
    let report = try UnitProcess.spawn(IdleHost.self, kind).collect().output
    #expect(report.threads >= 3, "the dispatcher and two workers")
    #expect(report.switches == 0)
  }
}

/// Returns so many bytes.
enum Repeat: WorkerFunction {
  static func run(_ input: Int) -> [UInt8] { [UInt8](repeating: 9, count: input) }
}

/// Has an idle pool for 5 s and counts the context switches of its threads and workers.
enum IdleHost: WorkerFunction {
  struct Report: Codable, Sendable {
    var threads = 0
    var switches = 0
  }

  static func run(_ input: StartMethod) throws -> Report {
    let pool = try input.make(2)
    try pool.awaitReady()
    _ = try (0..<100).map { try pool.start(.double($0)) }.map { try $0.get() }
    let host = ProcessImage.processIdentifier
    let pids = [host] + pool.workerIdentifiers
    MonotonicTime.sleep(nanoseconds: 300_000_000)
    let before = try switches(pids, except: host)
    MonotonicTime.sleep(nanoseconds: 5_000_000_000)
    let after = try switches(pids, except: host)
    try pool.closeAndJoin()
    return Report(
      threads: after.count, switches: after.reduce(0) { $0 + $1.value - (before[$1.key] ?? 0) })
  }

  /// The switches of each thread of the processes but that one, which counts them.
  private static func switches(_ pids: [Int32], except counter: Int32) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for pid in pids {
      for thread in try FileSystemAccess.entries(of: "/proc/\(pid)/task") where thread != "\(counter)" {
        let text = FileSystemAccess.text(of: "/proc/\(pid)/task/\(thread)/status") ?? ""
        counts[thread] = text.split(separator: "\n").filter { $0.contains("ctxt_switches") }
          .compactMap { $0.split(separator: "\t").last.flatMap { Int($0) } }.reduce(0, +)
      }
    }
    return counts
  }
}
