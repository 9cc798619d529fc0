import Testing
import WorkerPoolsPosix

@testable import WorkerPools

@Suite("Process pool")
struct ProcessPoolTests {
  @Test("a value that is decoded late is the same for all who ask at once", .timeLimit(.minutes(20)))
  func decodedAtOnce() throws {
    let pool = try ProcessPool(.init(workers: 1))
    let askers = try ThreadPool(.init(threads: 2))
    for round in 0..<300 {
      let result = try pool.applyAsync(MakeLate.self, round)
      result.wait()
      let values = try askers.map(0..<2, chunkSize: 1) { _ in try result.get() }
      try #require(values == Array(repeating: try MakeLate.run(round), count: 2))
    }
    try askers.closeAndJoin()
    try pool.closeAndJoin()
  }

  @Test("an error says which worker threw it, and comes back itself", .timeLimit(.minutes(20)))
  func remoteError() throws {
    try withProcessPool(.init(workers: 1)) { pool throws in
      let pid = try pool.run(.pid)
      let error = #expect(throws: RemoteError.self) { try pool.run(.fail("no way")) }
      #expect(error?.workerPid == Int32(pid))
      #expect(error?.message == "no way")
      #expect(error?.typeName.hasSuffix("Job.Failure") == true)
      #expect(error?.underlying as? Job.Failure == Job.Failure(description: "no way"))
    }
  }

  @Test("a result that cannot be encoded is a typed error and costs no worker", .timeLimit(.minutes(20)))
  func unencodable() throws {
    try withProcessPool(.init(workers: 2)) { pool throws in
      try pool.awaitReady()
      let before = pool.workerIdentifiers
      for _ in 0..<20 {
        #expect(poolError { _ = try pool.apply(ReturnUnencodable.self, 1) }?.code == .cannotEncode)
      }
      #expect(pool.workerIdentifiers == before)
    }
  }

  @Test("an argument that cannot be encoded is a typed error at once", .timeLimit(.minutes(20)))
  func unencodableArgument() throws {
    try withProcessPool(.init(workers: 1)) { pool throws in
      let submission = poolError { _ = try pool.applyAsync(Echo<ReturnUnencodable.Stubborn>.self, .init()) }
      #expect(submission?.code == .cannotEncode)
    }
  }

  @Test("functions that no worker can find are refused at submit", .timeLimit(.minutes(20)))
  func unreachable() throws {
    enum Local: WorkerFunction {
      static func run(_ input: Int) -> Int { input }
    }
    try withProcessPool(.init(workers: 1)) { pool throws in
      #expect(poolError { _ = try pool.applyAsync(Local.self, 1) }?.code == .unreachableFunction)
      #expect(poolError { _ = try pool.applyAsync(Hidden.self, 1) }?.code == .unreachableFunction)
      #expect(poolError { _ = try pool.applyAsync(Echo<HiddenValue>.self, .init()) }?.code == .unreachableFunction)
      #expect(try pool.apply(Outer.Nested.self, 1) == 2)
      #expect(try pool.apply(Echo<[String: [Int?]]>.self, ["a": [1, nil]]) == ["a": [1, nil]])
    }
  }

  @Test("the configuration is checked", .timeLimit(.minutes(20)))
  func configuration() {
    #expect(poolError { _ = try ProcessPool(.init(workers: 0)) }?.code == .invalidConfiguration)
    #expect(poolError { _ = try ProcessPool(.init(workers: -1)) }?.code == .invalidConfiguration)
    #expect(poolError { _ = try ThreadPool(.init(threads: 0)) }?.code == .invalidConfiguration)
  }

  @Test("the initializer runs once in each worker, before its tasks", .timeLimit(.minutes(20)))
  func initializer() throws {
    var configuration = ProcessPool.Configuration(workers: 2)
    try configuration.setInitializer(CountInitializations.self, 1)
    try withProcessPool(configuration) { pool throws in
      #expect(try pool.runOnEachWorker(CountInitializations.self, 0) == [1, 1])
      #expect(poolError { _ = try pool.run(.exit(7)) }?.code == .workerDied)
      #expect(try pool.runOnEachWorker(CountInitializations.self, 0) == [1, 1])
    }
  }

  @Test("each worker gets its own task, and all say what they cost", .timeLimit(.minutes(20)))
  func eachWorker() throws {
    let pool = try ProcessPool(.init(workers: 3))
    try pool.awaitReady()
    let pids = try pool.runOnEachWorker(RunJob.self, .pid)
    #expect(pids.map(Int32.init) == pool.workerIdentifiers)
    #expect(Set(pids).count == 3)
    pool.close()
    try pool.join()
    #expect(pool.spawnSamples.count == 3 && pool.spawnSamples.allSatisfy { $0 > 0 })
    #expect(pool.reapSamples.count == 3 && pool.reapSamples.allSatisfy { $0 > 0 })
    #expect(pool.workerIdentifiers.isEmpty)
  }

  @Test("what a task prints appears once and whole", .timeLimit(.minutes(20)))
  func printing() throws {
    let text = try UnitProcess.spawn(PrintInPool.self, 20).collect().output
    #expect(text.split(separator: "\n").sorted() == (0..<20).map { "line \($0)" }.sorted())
  }
}

private enum Hidden: WorkerFunction {
  static func run(_ input: Int) -> Int { input }
}

private struct HiddenValue: Codable, Sendable {}

enum Outer {
  enum Nested: WorkerFunction {
    static func run(_ input: Int) -> Int { input + 1 }
  }
}

/// Adds to a count of this process and returns it.
enum CountInitializations: WorkerFunction {
  nonisolated(unsafe) private static var count = 0  // a worker runs one task at a time

  static func run(_ input: Int) -> Int {
    count += input
    return count
  }
}

/// Returns a value that whoever asks for it decodes.
enum MakeLate: WorkerFunction {
  struct Output: Codable, Sendable, Equatable {
    let names: [String: String?]
    let number: Int
  }

  static func run(_ number: Int) throws -> Output { Output(names: ["x": "y", "z": nil], number: number) }
}
