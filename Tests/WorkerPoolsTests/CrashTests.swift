import Glibc
import Testing
import WorkerPools
import WorkerPoolsPosix

/// What a pool promises about tasks that crash, for each start method.
@Suite("A task that crashes", .serialized)
struct CrashTests {
  @Test("says so as it ended", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func ends(_ kind: StartMethod) throws {
    let pool = try kind.make(1)
    let ends: [(Job, [WorkerTermination])] = [
      (.exit(0), [.exited(0)]), (.exit(99), [.exited(99)]), (.kill(9), [.signaled(9)]), (.kill(15), [.signaled(15)]),
      (.touchNothing, [.signaled(11)]), (.trap, [.signaled(4), .signaled(5)]),
      (.unwrapNothing, [.signaled(4), .signaled(5)]),
    ]
    for (job, expected) in ends {
      let error = poolError { _ = try pool.run(job) }
      #expect(error?.code == .workerDied)
      #expect(error?.worker.map { expected.contains($0.termination) } == true, "\(job): \(error.debugDescription)")
      #expect(try pool.run(.double(2)) == 4)
    }
    try pool.closeAndJoin()
  }

  @Test("has its fatal-error line in its error", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func fatalErrorLine(_ kind: StartMethod) throws {
    let pool = try kind.make(1)
    #expect(poolError { _ = try pool.run(.trap) }?.description.contains("Fatal error: as ordered") == true)
    #expect(
      poolError { _ = try pool.run(.unwrapNothing) }?.description.contains("Fatal error: Unexpectedly found nil")
        == true)
    try pool.closeAndJoin()
  }

  @Test("and printed no line is told apart", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func silentTrap(_ kind: StartMethod) throws {
    let pool = try kind.make(1)
    // Optimised code ends so, and prints nothing.
    #expect(poolError { _ = try pool.run(.kill(SIGILL)) }?.description.contains("Fatal error without a line") == true)
    #expect(poolError { _ = try pool.run(.kill(SIGSEGV)) }?.description.contains("Fatal error") == false)
    try pool.closeAndJoin()
  }

  @Test("prints no page of backtrace", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func noBacktrace(_ kind: StartMethod) throws {
    let text = try UnitProcess.spawn(TrapInPool.self, kind).collect().output
    #expect(text.contains("Fatal error: as ordered"))
    #expect(text.contains("on standard error"))
    #expect(text.split(separator: "\n").count <= 3, "\(text)")
  }

  @Test(
    "and one that floods standard error: all of it appears", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func flood(_ kind: StartMethod) throws {
    let text = try UnitProcess.spawn(FloodInPool.self, kind).collect().output
    #expect(text.split(separator: "\n").map(\.count) == [1 << 20, 1 << 20])
  }

  @Test("is begun as often as it may be", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func attempts(_ kind: StartMethod) throws {
    let pool = try kind.make(2) { $0.maxAttempts = 3 }
    let gate = try Gate()
    let result = try pool.start(.waitAtGate(port: gate.port))
    for _ in 0..<2 { SignalNumber.send(SignalNumber.kill, to: try gate.nextArrival().pid) }
    try gate.nextArrival().release()
    #expect(try result.get() == 0)
    #expect(poolError { _ = try pool.run(.exit(4)) }?.worker?.termination == .exited(4))
    try pool.closeAndJoin()
  }

  @Test("with others behind it costs them nothing", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func neighbours(_ kind: StartMethod) throws {
    let pool = try kind.make(1) { $0.restartBudget = 100 }
    let results = try (0..<200).map { try pool.start($0 % 20 == 7 ? .exit(1) : .double($0)) }
    for (number, result) in results.enumerated() where number % 20 != 7 { #expect(try result.get() == 2 * number) }
    for (number, result) in results.enumerated() where number % 20 == 7 {
      #expect(poolError { _ = try result.get() }?.code == .workerDied)
    }
    try pool.closeAndJoin()
  }

  @Test("while a thread waits for it ends the wait", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func waits(_ kind: StartMethod) throws {
    let pool = try kind.make(2) { $0.restartBudget = 1000 }
    let callers = try ThreadPool(.init(threads: 2))
    let calls = try (0..<2).map { _ in
      try callers.applyAsync {
        // One that ends well in between, so that no worker's start is put off.
        try (0..<20).count { try pool.run(.double($0)) == 2 * $0 && (try? pool.run(.kill(9))) == nil }
      }
    }
    for call in calls { #expect(try call.get(timeout: .seconds(30)) == 20) }
    callers.close()
    try pool.closeAndJoin()
  }
}

/// Has a task write to standard error and another one crash, and returns all that appeared.
enum TrapInPool: WorkerFunction {
  static func run(_ input: StartMethod) throws -> String {
    let file = try TemporaryFile.openUnlinked(in: "/tmp")
    dup2(file.rawValue, STDERR_FILENO)
    let pool = try input.make(1)
    _ = try pool.run(.printError("on standard error"))
    _ = try? pool.run(.trap)
    try pool.closeAndJoin()
    return FileSystemAccess.text(of: "/proc/self/fd/\(file.rawValue)") ?? ""
  }
}

/// Has a task write more to standard error than any pipe holds, and crash, and returns the text that appeared.
enum FloodInPool: WorkerFunction {
  static func run(_ input: StartMethod) throws -> String {
    let file = try TemporaryFile.openUnlinked(in: "/tmp")
    dup2(file.rawValue, STDERR_FILENO)
    let pool = try input.make(1)
    for _ in 0..<2 {
      _ = try pool.run(.printError(String(repeating: "x", count: 1 << 20)))
      _ = try? pool.run(.exit(1))
    }
    try pool.closeAndJoin()
    return FileSystemAccess.text(of: "/proc/self/fd/\(file.rawValue)") ?? ""
  }
}
