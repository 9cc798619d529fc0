import Synchronization
import Testing
import WorkerPools

/// What every pool promises, run for each kind.
@Suite("Pool contract")
struct PoolContractTests {
  @Test("apply equals the direct call", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func apply(_ kind: PoolKind) throws {
    let pool = try kind.make()
    for number in 0..<50 {
      let job = Job.double(number)
      let direct = try job.perform()
      #expect(try pool.run(job) == direct)
    }
    try pool.closeAndJoin()
  }

  @Test("apply can be awaited", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func applyAsynchronously(_ kind: PoolKind) async throws {
    let pool = try kind.make()
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<50 { group.addTask { try await pool.runAsynchronously(.double(number)) } }
      return try await group.reduce(0, +)
    }
    #expect(sum == 2450)
    pool.terminate()
  }

  @Test("an error arrives with its description", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func failure(_ kind: PoolKind) throws {
    let pool = try kind.make()
    let error = #expect(throws: (any Error).self) { try pool.run(.fail("of my own making")) }
    #expect(error.map { "\($0)" }?.contains("of my own making") == true)
    #expect(try pool.run(.double(1)) == 2, "one task's error leaves its neighbours alone")
    try pool.closeAndJoin()
  }

  @Test("two error texts of 1 MB do not hold up the end", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func longErrors(_ kind: PoolKind) throws {
    let pool = try kind.make()
    let results = try (0..<2).map { _ in try pool.submit(.longText(1 << 20)) }
    try pool.closeAndJoin()
    for result in results { #expect(throws: (any Error).self) { try result.get() } }
  }

  @Test("as many tasks run at once as there are workers", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func width(_ kind: PoolKind) throws {
    let pool = try kind.make(4)
    let gate = try Gate()
    let results = try (0..<4).map { _ in try pool.submit(.waitAtGate(port: gate.port)) }
    let arrivals = try gate.arrivals(4)
    if kind.isProcesses { #expect(Set(arrivals.map(\.pid)).count == 4) }
    for arrival in arrivals { arrival.release() }
    for result in results { #expect(try result.get() == 0) }
    try pool.closeAndJoin()
  }

  @Test("a long task holds up no short one behind it", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func noConvoy(_ kind: PoolKind) throws {
    let pool = try kind.make()
    let gate = try Gate()
    let long = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let short = try (0..<20).map { try pool.submit(.double($0)) }
    for (number, result) in short.enumerated() { #expect(try result.get() == 2 * number) }
    #expect(!long.isReady)
    arrival.release()
    try pool.closeAndJoin()
  }

  @Test("close refuses new tasks and ends the accepted ones", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func close(_ kind: PoolKind) throws {
    let pool = try kind.make()
    let results = try (0..<500).map { try pool.submit(.double($0)) }
    pool.close()
    pool.close()
    #expect(poolError { _ = try pool.submit(.double(1)) }?.code == .closed)
    try pool.join()
    try pool.join()
    for (number, result) in results.enumerated() { #expect(try result.get() == 2 * number) }
    pool.terminate()
    try pool.join()
  }

  @Test("join before close is an error", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func joinBeforeClose(_ kind: PoolKind) throws {
    let pool = try kind.make()
    #expect(poolError { try pool.join() }?.code == .notClosed)
    try pool.closeAndJoin()
  }

  @Test("a join whose time passes can be tried again", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func joinAgain(_ kind: PoolKind) throws {
    let pool = try kind.make()
    let gate = try Gate()
    let result = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    pool.close()
    #expect(poolError { try pool.join(timeout: .milliseconds(5)) }?.code == .timedOut)
    arrival.release()
    try pool.join()
    #expect(result.isReady)
  }

  @Test("get gives up in time, and the result still arrives", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func getTimeout(_ kind: PoolKind) throws {
    let pool = try kind.make()
    let gate = try Gate()
    let result = try pool.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    #expect(poolError { _ = try result.get(timeout: .milliseconds(5)) }?.code == .timedOut)
    #expect(result.wait(timeout: .zero) == false)
    #expect(poolError { _ = try result.isSuccessful }?.code == .notReady)
    arrival.release()
    #expect(try result.get() == 0)
    #expect(try result.isSuccessful)
    try pool.closeAndJoin()
  }

  @Test("terminate ends 10,000 queued tasks, each once", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func terminate(_ kind: PoolKind) throws {
    let pool = try kind.make()
    let gate = try Gate()
    let ends = Mutex<[Int: Int]>([:])
    let running = try (0..<2).map { _ in try pool.submit(.waitAtGate(port: gate.port)) }
    let arrivals = try gate.arrivals(2)
    let queued = try (0..<10_000).map { number in
      try pool.submit(
        .double(number), callback: { _ in ends.withLock { $0[number, default: 0] += 1 } },
        errorCallback: { _ in ends.withLock { $0[number, default: 0] += 1 } })
    }
    pool.terminate()
    pool.terminate()
    #expect(poolError { _ = try pool.submit(.double(1)) }?.code == .terminated)
    // Threads cannot be killed; a worker that goes on could take another task before the order to kill it is read.
    if !kind.isProcesses { for arrival in arrivals { arrival.release() } }
    try pool.join()
    if kind.isProcesses { for arrival in arrivals { arrival.release() } }
    for result in queued { #expect(poolError { _ = try result.get() }?.code == .terminated) }
    for result in running { #expect(result.isReady) }
    #expect(ends.withLock { $0.count == 10_000 && $0.values.allSatisfy { $0 == 1 } })
  }

  @Test(
    "the last reference to an open pool gone ends its tasks", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func lastReference(_ kind: PoolKind) throws {
    let gate = try Gate()
    var pool: (any PoolUnderTest)? = try kind.make(1)
    let running = try pool?.submit(.waitAtGate(port: gate.port))
    let arrival = try gate.nextArrival()
    let queued = try (0..<10).map { try pool?.submit(.double($0)) }
    pool = nil
    for result in queued { #expect(poolError { _ = try result?.get() }?.code == .terminated) }
    arrival.release()
    running?.wait()
  }

  @Test("tasks end, whoever submits them from where", .timeLimit(.minutes(20)), arguments: PoolKind.allCases)
  func manySubmitters(_ kind: PoolKind) throws {
    let pool = try kind.make(3)
    let submitters = try ThreadPool(.init(threads: 8))
    let sums = try (0..<8).map { submitter in
      try submitters.applyAsync {
        try (0..<200).map { try pool.submit(.double(submitter * 1000 + $0)) }.map { try $0.get() }.reduce(0, +)
      }
    }
    for (submitter, sum) in sums.enumerated() { #expect(try sum.get() == 2 * (submitter * 200_000 + 19_900)) }
    submitters.close()
    try submitters.join()
    try pool.closeAndJoin()
  }
}
