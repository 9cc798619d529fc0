import Synchronization
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// Asynchronous functions in workers of every start method.
@Suite("Asynchronous worker functions")
struct AsyncFunctionTests {
  private enum Hidden: AsyncWorkerFunction {
    static func run(_ input: Int) async -> Int { input }
  }

  @Test("are run to their end by whatever takes a function", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func forms(_ method: StartMethod) async throws {
    let pool = try method.make(2)
    #expect(try await pool.apply(RunAsyncJob.self, .sleep(milliseconds: 5)) == 5)
    #expect(try await pool.apply(EchoLater<[String]>.self, ["a", "b"]) == ["a", "b"])
    #expect(try await pool.map(RunAsyncJob.self, (0..<40).map { .double($0) }, chunkSize: 7) == (0..<40).map { $0 * 2 })
    var seen: [Int] = []
    for try await output in try pool.lazyMap(RunAsyncJob.self, (0..<20).map { .double($0) }, chunkSize: 3) {
      seen.append(output)
    }
    #expect(seen == (0..<20).map { $0 * 2 })
    #expect(try await pool.runOnEachWorker(RunAsyncJob.self, .taskGroup(10)) == [55, 55])
    pool.close()
    try await pool.join()
  }

  @Test("are run by the blocking forms, too", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func blockingForms(_ method: StartMethod) throws {
    let pool = try method.make(2)
    let told = Locked<[Int]>([])
    let result = try pool.applyAsync(
      RunAsyncJob.self, .askActor(10), callback: { value in told.withLock { $0.append(value) } })
    #expect(try result.get() == 55)
    #expect(told.withLock { $0 } == [55])
    #expect(try pool.apply(RunAsyncJob.self, .taskGroup(100)) == 5050)
    let jobs = (0..<10).map { AsyncJob.double($0) }
    let doubles = (0..<10).map { $0 * 2 }
    #expect(try pool.map(RunAsyncJob.self, jobs, chunkSize: 3) == doubles)
    #expect(try pool.mapAsync(RunAsyncJob.self, jobs, chunkSize: 3).get() == doubles)
    #expect(try pool.lazyMapUnordered(RunAsyncJob.self, jobs).all().sorted() == doubles)
    let remaining = Locked(jobs[...])
    let generated = try pool.lazyMap(RunAsyncJob.self, generating: { remaining.withLock { $0.popFirst() } })
    #expect(try generated.all() == doubles)
    #expect(try pool.runOnEachWorker(RunAsyncJob.self, .sleep(milliseconds: 1)) == [1, 1])
    try pool.closeAndJoin()
  }

  @Test("throw what they throw, and their worker lives on", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func errors(_ method: StartMethod) throws {
    let pool = try method.make(1)
    let pids = [try pool.run(.pid)]
    for form in 0..<2 {
      do {
        if form == 0 {
          _ = try pool.apply(RunAsyncJob.self, .fail("no"))
        } else {
          _ = try pool.map(RunAsyncJob.self, [.double(1), .fail("no"), .double(2)], chunkSize: 3)
        }
        Issue.record("no error was thrown")
      } catch let error as RemoteError {
        #expect(error.underlying as? Job.Failure == Job.Failure(description: "no"))
        #expect(error.typeName.hasSuffix("Job.Failure") && Int(error.workerPid) == pids[0])
      }
    }
    #expect([try pool.run(.pid)] == pids)
    try pool.closeAndJoin()
  }

  @Test("are refused by their own name where workers cannot find them", .timeLimit(.minutes(20)))
  func hidden() throws {
    let pool = try ProcessPool(.init(workers: 1))
    let error = poolError { _ = try pool.apply(Hidden.self, 1) }
    #expect(error?.code == .unreachableFunction)
    #expect(error?.description.hasPrefix("a worker cannot find Hidden by name") == true)
    try pool.closeAndJoin()
  }

  @Test("that are synchronous, too, make no call ambiguous", .timeLimit(.minutes(20)))
  func either() async throws {
    let pool = try ProcessPool(.init(workers: 1))
    #expect(try await pool.apply(RunAsEither.self, 1) == 2)
    #expect(try await pool.applyAsync(RunAsEither.self, 1).value == 2)
    #expect(try await pool.map(RunAsEither.self, [1, 2]) == [2, 3])
    #expect(try await pool.apply(RunAsEither.self, 1, options: TaskOptions(attempts: 2)) == 2)
    pool.close()
    try await pool.join()
  }

  @Test("end at the time limit, or when they are cancelled", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func limits(_ method: StartMethod) throws {
    let pool = try method.make(1) { $0.taskTimeout = .milliseconds(100) }
    #expect(poolError { _ = try pool.apply(RunAsyncJob.self, .never) }?.code == .taskTimedOut)
    #expect(try pool.run(.double(2)) == 4)
    try pool.closeAndJoin()
    let patient = try method.make(1)
    let gate = try Gate()
    let result = try patient.applyAsync(RunAsyncJob.self, .waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    #expect(result.cancel())
    arrival.waitUntilGone()
    #expect(poolError { _ = try result.get() }?.code == .cancelled)
    #expect(try patient.apply(RunAsyncJob.self, .double(2)) == 4)
    try patient.closeAndJoin()
  }

  @Test("make and read a worker's state, and end it", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func hooks(_ method: StartMethod) throws {
    let gate = try Gate()
    let pool = try method.make(1) {
      if method == .spawn { try $0.setInitializer(SetLocalValueLater.self, 21) }
      if method == .forkserver { try $0.setInitializer(SetLocalValueSoon.self, 21) }
      try $0.setExitHook(ArriveLater.self, gate.port)
    }
    #expect(try pool.run(.localValue) == 21)
    #expect(try pool.apply(RunAsyncJob.self, .localValue) == 84)
    pool.close()
    try gate.nextArrival().release()
    try pool.join()
  }

  @Test("run in processes for one task, too", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func units(_ method: StartMethod) throws {
    let unit = try UnitProcess.spawn(AwaitedFunction<RunAsyncJob>.self, .taskGroup(10), startMethod: method)
    #expect(try unit.collect().output == 55)
  }
}

/// The main queue in workers, on which the main actor runs.
@Suite("The main queue in workers")
struct MainQueueTests {
  @Test("runs what asynchronous functions await on it", .timeLimit(.minutes(20)))
  func spawned() throws {
    let pool = try ProcessPool(.init(workers: 2))
    #expect(try pool.apply(RunAsyncJob.self, .mainActor(1)) == 1)
    #expect(try pool.apply(RunAsyncJob.self, .mainQueue(7)) == 7)
    let jobs = (0..<60).map { $0 % 3 == 0 ? AsyncJob.mainActor(100) : .mainQueue($0) }
    let outputs = try pool.map(RunAsyncJob.self, jobs, chunkSize: 4)
    #expect(outputs == (0..<60).map { $0 % 3 == 0 ? 100 : $0 })
    try pool.closeAndJoin()
    let unit = try UnitProcess.spawn(AwaitedFunction<RunAsyncJob>.self, .mainActor(3))
    #expect(try unit.collect().output == 3)
  }

  @Test("runs what synchronous functions leave on it when the worker is idle", .timeLimit(.minutes(20)))
  func posted() throws {
    let pool = try ProcessPool(.init(workers: 1))
    for number in 1...50 {
      _ = try pool.apply(RunMainQueueJob.self, .post(number))
      if number % 10 == 0 {
        try eventually { try pool.apply(RunMainQueueJob.self, .sum) == number * (number + 1) / 2 }
      }
    }
    try pool.closeAndJoin()
  }

  @Test("runs what comes from a task or from another thread while the worker is idle", .timeLimit(.minutes(20)))
  func idle() throws {
    let pool = try ProcessPool(.init(workers: 1))
    let gate = try Gate()
    for _ in 0..<5 {
      _ = try pool.apply(RunMainQueueJob.self, .postArrival(port: gate.port))
      try gate.nextArrival().release()
      _ = try pool.apply(RunMainQueueJob.self, .postLater(port: gate.port))
      let onThread = try gate.nextArrival()
      // By then the worker sleeps, mostly.
      MonotonicTime.sleep(nanoseconds: 20_000_000)
      onThread.release()
      let onQueue = try gate.nextArrival()
      let next = try pool.start(.double(4))
      #expect(!next.isReady, "the worker's thread is at the gate")
      onQueue.release()
      #expect(try next.get() == 8)
    }
    try pool.closeAndJoin()
  }

  @Test("is watched by a thread that takes no signal of the program", .timeLimit(.minutes(20)))
  func signals() throws {
    let pool = try ProcessPool(.init(workers: 1))
    let own = [SignalNumber.terminate, SignalNumber.interrupt].reduce(0) { $0 | 1 << (Int($1) - 1) }
    try eventually {
      MonotonicTime.sleep(nanoseconds: 10_000_000)
      return try pool.apply(RunMainQueueJob.self, .blockedSignals) & own == own
    }
    try pool.closeAndJoin()
  }

  @Test("fails in one sentence in workers that are forked, which are replaced", .timeLimit(.minutes(20)))
  func forked() throws {
    let pool = try StartMethod.forkserver.make(1) { $0.restartBudget = 0 }
    for job in [AsyncJob.mainActor(1), .mainQueue(1)] {
      let pid = try pool.run(.pid)
      let first = try pool.applyAsync(RunAsyncJob.self, job)
      let behind = try (0..<20).map { try pool.applyAsync(RunAsyncJob.self, .double($0)) }
      let error = poolError { _ = try first.get() }
      #expect(error?.code == .mainQueueUnavailable)
      #expect(
        error?.description
          == "in worker \(pid), the main queue and the main actor do not work in workers that a fork server forks; "
          + "use the start method spawn")
      #expect(try behind.map { try $0.get() } == (0..<20).map { $0 * 2 })
      #expect(try pool.run(.pid) != pid)
    }
    try pool.closeAndJoin()
    let unit = try UnitProcess.spawn(AwaitedFunction<RunAsyncJob>.self, .mainActor(3), startMethod: .forkserver)
    #expect(poolError { _ = try unit.collect() }?.code == .mainQueueUnavailable)
  }

  @Test("ends a forked worker that has work for it when it is idle, and the cause says so", .timeLimit(.minutes(20)))
  func forkedStray() throws {
    let died = Locked<[PoolEvent]>([])
    let pool = try StartMethod.forkserver.make(1) {
      $0.eventHandler = { event in if event.kind == .workerDied { died.withLock { $0.append(event) } } }
    }
    for _ in 0..<2 {
      let pid = try pool.run(.pid)
      _ = try pool.apply(RunMainQueueJob.self, .post(1))
      eventually { died.withLock { $0.last?.pid } == Int32(pid) }
      let event = try #require(died.withLock { $0.last })
      #expect(event.worker?.termination == .exited(1))
      #expect(event.cause?.contains("the main queue and the main actor do not work") == true)
      #expect(try pool.run(.double(1)) == 2)
    }
    try pool.closeAndJoin()
  }
}
