import Testing
import WorkerPools

@Suite("Guide: life cycle")
struct LifeCycleExamples {
  @Test("create, submit, close, join", .timeLimit(.minutes(20)))
  func byHand() throws {
    let pool = try ProcessPool(.init(workers: 4, name: "words"))
    let result = try pool.applyAsync(WordCount.self, "to be or not to be")
    pool.close()  // takes no more tasks
    try pool.join()  // all tasks have ended, and no worker is left
    print(try result.get())
    #expect(try result.get() == 6)
  }

  @Test("a pool for a block", .timeLimit(.minutes(20)))
  func block() throws {
    let texts = ["one", "one two", "one two three"]
    let counts = try withProcessPool { pool in
      try pool.map(WordCount.self, texts)
    }
    #expect(counts == [1, 2, 3])
  }

  @Test("a pool for an asynchronous block", .timeLimit(.minutes(20)))
  func asynchronousBlock() async throws {
    let texts = ["one", "one two", "one two three"]
    let total = try await withProcessPool { pool in
      var total = 0
      for try await count in try pool.lazyMap(WordCount.self, texts) { total += count }
      return total
    }
    #expect(total == 6)
  }

  @Test("a pool that grows, shrinks and renews itself", .timeLimit(.minutes(20)))
  func changingWorkers() throws {
    var configuration = ProcessPool.Configuration(workers: 2)
    configuration.minimumWorkers = 1
    configuration.idleTimeout = .seconds(30)
    configuration.maxTasksPerWorker = 1_000
    configuration.maxMemoryPerWorker = 512 << 20
    let pool = try ProcessPool(configuration)
    try pool.resize(to: 3)
    let counts = try pool.map(WordCount.self, ["one", "one two"])
    #expect(counts == [1, 2])
    #expect(pool.statistics.workers.count == 3)
    pool.close()
    try pool.join()
  }

  @Test("a queue with a limit", .timeLimit(.minutes(20)))
  func boundedQueue() throws {
    var configuration = ProcessPool.Configuration(workers: 2)
    configuration.queueLimit = 100
    configuration.whenQueueIsFull = .fail
    try withProcessPool(configuration) { pool in
      do {
        try pool.applyAsync(WordCount.self, "one more")
      } catch let error as PoolError where error.code == .queueFull {
        print("later, please")
      }
    }
  }

  @Test("ready, and warm", .timeLimit(.minutes(20)))
  func readiness() async throws {
    let pool = try ProcessPool(.init(workers: 2))
    try await pool.awaitReady()  // all workers have run their initializers
    let counts = try await pool.runOnEachWorker(WordCount.self, "warm up")
    #expect(counts == [2, 2])
    pool.terminate()
  }

  @Test("what happens to workers", .timeLimit(.minutes(20)))
  func events() throws {
    var configuration = ProcessPool.Configuration(workers: 2, name: "words")
    configuration.eventHandler = { event in
      if event.kind == .workerDied || event.kind == .poolGaveUp {
        print("a pool is in trouble: \(event)")
      }
    }
    let count = try withProcessPool(configuration) { pool in try pool.apply(WordCount.self, "one two") }
    #expect(count == 2)
  }

  @Test("what a pool has done", .timeLimit(.minutes(20)))
  func statistics() throws {
    try withProcessPool(.init(workers: 2)) { pool in
      _ = try pool.map(WordCount.self, Array(repeating: "one two", count: 100))
      let statistics = pool.statistics
      for worker in statistics.workers {
        print(worker.pid ?? 0, worker.tasksFinished, worker.busyTime, worker.restarts)
      }
      if let half = statistics.queueWait.percentile(50), let most = statistics.runTime.percentile(99) {
        print("half of the tasks waited \(half) at most; 99 % ran \(most) at most")
      }
      #expect(statistics.workers.map(\.tasksFinished).reduce(0, +) == 8)
    }
  }
}
