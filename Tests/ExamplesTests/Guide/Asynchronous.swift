import Testing
import WorkerPools

/// A pool of its own, for as long as it is wanted.
actor WordCounter {
  private let pool: ProcessPool

  init() async throws { pool = try await ProcessPool.start(.init(workers: 2)) }

  func count(_ texts: [String]) async throws -> Int {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for text in texts {
        group.addTask { [pool] in try await pool.apply(WordCount.self, text) }
      }
      var total = 0
      for try await count in group { total += count }
      return total
    }
  }

  func stop() async throws {
    pool.close()
    try await pool.join(timeout: .seconds(10))
  }
}

@Suite("Guide: asynchronous code")
struct AsynchronousExamples {
  @Test("an actor that owns a pool", .timeLimit(.minutes(20)))
  func owner() async throws {
    let counter = try await WordCounter()
    #expect(try await counter.count(["one", "one two", "one two three"]) == 6)
    try await counter.stop()
  }

  @Test("a time limit for an await", .timeLimit(.minutes(20)))
  func limit() async throws {
    let pool = try ThreadPool(.init(threads: 1))
    let result = try pool.applyAsync { 6 }
    do {
      print(try await result.value(timeout: .seconds(1)))
    } catch let error as PoolError where error.code == .timedOut {
      print("not yet")
    }
    pool.close()
    try await pool.join()
  }

  @Test("Swift's own tasks on a pool's threads", .timeLimit(.minutes(20)))
  func executor() async throws {
    func read(_ name: String) -> String { name + name }
    let names = ["one", "two", "three"]
    let pool = try ThreadPool(.init(threads: 2, name: "reader"))
    let total = await withTaskExecutorPreference(pool) {
      await withTaskGroup(of: Int.self) { group in
        for name in names { group.addTask { read(name).count } }
        return await group.reduce(0, +)
      }
    }
    let single = Task(executorPreference: pool) { read("one").count }
    #expect(total == 22)
    #expect(await single.value == 6)
    pool.close()
    try await pool.join()
  }
}
