import Testing
import WorkerPoolsPosix

@testable import WorkerPools

@Suite("Death of workers")
struct WorkerDeathTests {
  @Test("SIGKILL of a busy worker costs its task and nothing else", .timeLimit(.minutes(20)))
  func killBusy() throws {
    try withProcessPool(.init(workers: 2)) { pool throws in
      let gate = try Gate()
      let victim = try pool.submit(.waitAtGate(port: gate.port))
      let arrival = try gate.nextArrival()
      let others = try (0..<50).map { try pool.submit(.double($0)) }
      SignalNumber.send(SignalNumber.kill, to: arrival.pid)
      let error = poolError { _ = try victim.get() }
      #expect(error?.code == .workerDied)
      #expect(error?.worker == WorkerEnd(pid: arrival.pid, termination: .signaled(SignalNumber.kill)))
      for (number, result) in others.enumerated() { #expect(try result.get() == 2 * number) }
      try pool.awaitReady()
      #expect(pool.workerIdentifiers.count == 2)
      #expect(!pool.workerIdentifiers.contains(arrival.pid))
    }
  }

  @Test(
    "a task that closes or replaces its host's descriptors is told so", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases, [true, false])
  func cutOff(_ method: StartMethod, closes: Bool) throws {
    let pool = try method.make(1)
    let error = poolError { _ = try pool.apply(CutLifeLine.self, closes) }
    #expect(error?.code == .workerDied && error?.worker?.termination == .signaled(SignalNumber.kill))
    #expect(error?.description.contains("closed or replaced a descriptor") == true, "\(error?.description ?? "")")
    // One that is killed has closed it as well, but not by itself.
    let gate = try Gate()
    let victim = try pool.start(.waitAtGate(port: gate.port))
    SignalNumber.send(SignalNumber.kill, to: try gate.nextArrival().pid)
    #expect(poolError { _ = try victim.get() }?.description.contains("descriptor") == false)
    try pool.closeAndJoin()
  }

  @Test(
    "a shortage of descriptors ends no pool: workers are started again when it is over", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases, [1, 2])
  func shortage(_ method: StartMethod, deaths: Int) throws {
    let host = try UnitProcess.spawn(HostShortOfDescriptors.self, .init(method: method, deaths: deaths))
    #expect(try host.collect().output == [42, 42])
  }

  @Test(
    "a stopped worker keeps no task from a worker that has nothing to do, and its place", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func stopped(_ method: StartMethod) throws {
    let pool = try method.make(2)
    try pool.awaitReady()
    // The worker that had the last task gets the next one, too.
    let pid = Int32(try pool.run(.pid))
    let before = pool.workerIdentifiers.sorted()
    SignalNumber.send(SignalNumber.stop, to: pid)
    let results = try (0..<3).map { try pool.start(.double($0)) }
    for (number, result) in results.enumerated() { #expect(try result.get(timeout: .seconds(20)) == 2 * number) }
    #expect(try pool.start(.pid).get(timeout: .seconds(20)) != Int(pid))
    SignalNumber.send(SignalNumber.proceed, to: pid)
    #expect(try pool.runOnEachWorker(RunJob.self, .pid).map { Int32($0) }.sorted() == before)
    try pool.closeAndJoin()
  }

  @Test("a worker that sleeps and begins nothing is replaced, and its tasks run", .timeLimit(.minutes(20)))
  func sleeper() throws {
    let pool = try StartMethod.spawn.make(1)
    let gate = try Gate()
    #expect(try pool.apply(SleepAfterwards.self, gate.port))
    try gate.nextArrival().release()
    let results = try (0..<3).map { try pool.start(.double($0)) }
    for (number, result) in results.enumerated() { #expect(try result.get(timeout: .seconds(60)) == 2 * number) }
    try pool.closeAndJoin()
  }

  @Test("all workers killed at once, idle: the pool is whole again", .timeLimit(.minutes(20)))
  func killAllIdle() throws {
    try withProcessPool(.init(workers: 4)) { pool throws in
      try pool.awaitReady()
      let before = pool.workerIdentifiers
      for pid in before { SignalNumber.send(SignalNumber.kill, to: pid) }
      for number in 0..<50 { #expect(try pool.run(.double(number)) == 2 * number) }
      try pool.awaitReady()
      #expect(Set(pool.workerIdentifiers).isDisjoint(with: before))
    }
  }

  @Test("all workers killed at once, busy: each costs its own task", .timeLimit(.minutes(20)))
  func killAllBusy() throws {
    try withProcessPool(.init(workers: 3)) { pool throws in
      let gate = try Gate()
      let victims = try (0..<3).map { _ in try pool.submit(.waitAtGate(port: gate.port)) }
      let queued = try (0..<30).map { try pool.submit(.double($0)) }
      for arrival in try gate.arrivals(3) { SignalNumber.send(SignalNumber.kill, to: arrival.pid) }
      for victim in victims { #expect(poolError { _ = try victim.get() }?.code == .workerDied) }
      for (number, result) in queued.enumerated() { #expect(try result.get() == 2 * number) }
    }
  }

  @Test(
    "a task that its worker had not read is run by another", .timeLimit(.minutes(20)), arguments: [8, 10_000_000])
  func unread(size: Int) throws {
    try withProcessPool(.init(workers: 1)) { pool throws in
      let pid = Int32(try pool.run(.pid))
      SignalNumber.send(SignalNumber.stop, to: pid)
      let bytes = [UInt8](repeating: 7, count: size)
      let result = try pool.applyAsync(Echo<[UInt8]>.self, bytes)
      #expect(!result.wait(timeout: .milliseconds(50)), "a stopped worker answers nothing")
      SignalNumber.send(SignalNumber.kill, to: pid)
      #expect(try result.get() == bytes)
    }
  }

  @Test(
    "the way a worker ended is reported", .timeLimit(.minutes(20)),
    arguments: [
      (Job.exit(0), WorkerTermination.exited(0)), (.exit(99), .exited(99)), (.kill(15), .signaled(15)),
      (.touchNothing, .signaled(11)),
    ])
  func ends(_ job: Job, _ termination: WorkerTermination) throws {
    try withProcessPool(.init(workers: 1)) { pool throws in
      #expect(poolError { _ = try pool.run(job) }?.worker?.termination == termination)
      #expect(try pool.run(.double(2)) == 4)
    }
  }

  @Test("a trap is reported as the signal that it is", .timeLimit(.minutes(20)))
  func trap() throws {
    try withProcessPool(.init(workers: 1)) { pool throws in
      let error = poolError { _ = try pool.run(.trap) }
      #expect([.signaled(4), .signaled(5)].contains(error?.worker?.termination))
      #expect(error?.description.contains("Fatal error: as ordered") == true)
      #expect(try pool.run(.double(2)) == 4)
    }
  }

  @Test("what a task writes to the worker's own socket harms nothing", .timeLimit(.minutes(20)))
  func garbage() throws {
    try withProcessPool(.init(workers: 1)) { pool throws in
      for _ in 0..<100 { #expect(try pool.run(.writeToChannel) == 0) }
      #expect(try pool.run(.double(2)) == 4)
    }
  }

  @Test("random kills: as many ends as submissions", .timeLimit(.minutes(20)))
  func randomKills() throws {
    var configuration = ProcessPool.Configuration(workers: 3)
    configuration.restartBudget = 1000
    let pool = try ProcessPool(configuration)
    let results = try (0..<2000).map { number in
      if number % 50 == 25, let pid = pool.workerIdentifiers.randomElement() {
        SignalNumber.send(SignalNumber.kill, to: pid)
      }
      return try pool.submit(.double(number))
    }
    pool.close()
    try pool.join()
    for (number, result) in results.enumerated() {
      do {
        #expect(try result.get() == 2 * number)
      } catch let error as PoolError {
        #expect(error.code == .workerDied)
      }
    }
  }

  @Test("workers that always die end in a clear error, in bounded time", .timeLimit(.minutes(20)))
  func alwaysDying() throws {
    var configuration = ProcessPool.Configuration(workers: 2)
    try configuration.setInitializer(RunJob.self, .exit(1))
    let pool = try ProcessPool(configuration)
    let results = try (0..<20).map { try pool.submit(.double($0)) }
    for result in results {
      let error = poolError { _ = try result.get() }
      #expect(error?.code == .workersKeepDying)
      #expect(error?.description.contains("exited with code 1 before it was ready") == true)
    }
    #expect(poolError { try pool.awaitReady() }?.code == .workersKeepDying)
    #expect(poolError { _ = try pool.submit(.double(1)) }?.code == .workersKeepDying)
    pool.close()
    try pool.join()
  }

  @Test("an initializer that fails ends in its own error", .timeLimit(.minutes(20)))
  func failingInitializer() throws {
    var configuration = ProcessPool.Configuration(workers: 2)
    try configuration.setInitializer(RunJob.self, .fail("no licence"))
    let pool = try ProcessPool(configuration)
    let result = try pool.submit(.double(1))
    #expect(poolError { _ = try result.get() }?.description.contains("no licence") == true)
    pool.terminate()
    try pool.join()
  }

  @Test("death after close: the rest is still done", .timeLimit(.minutes(20)))
  func deathAfterClose() throws {
    let pool = try ProcessPool(.init(workers: 1))
    let gate = try Gate()
    let victim = try pool.submit(.waitAtGate(port: gate.port))
    let rest = try (0..<10).map { try pool.submit(.double($0)) }
    let arrival = try gate.nextArrival()
    pool.close()
    SignalNumber.send(SignalNumber.kill, to: arrival.pid)
    try pool.join()
    #expect(poolError { _ = try victim.get() }?.code == .workerDied)
    for (number, result) in rest.enumerated() { #expect(try result.get() == 2 * number) }
  }

  @Test("a missing executable is a typed error", .timeLimit(.minutes(20)))
  func missingExecutable() {
    var configuration = ProcessPool.Configuration(workers: 2)
    configuration.executable = "/nowhere/at/all"
    let error = poolError { _ = try ProcessPool(configuration) }
    #expect(error?.code == .cannotStart)
    #expect(error?.systemErrorNumber == Errno.noSuchFileOrDirectory.rawValue)
    #expect(error?.description.contains("/nowhere/at/all") == true)
  }
}
