import Foundation
import Testing
import WorkerPools

enum Reckless: WorkerFunction {
  static func run(_ input: Int) -> Int {
    if input == 13 { fatalError("13 brings bad luck") }
    return input
  }
}

/// Runs for as long as it is told, in seconds.
enum Slow: WorkerFunction {
  static func run(_ seconds: Double) -> Bool {
    Thread.sleep(forTimeInterval: seconds)
    return true
  }
}

@Suite("Guide: when a worker dies")
struct DeathExamples {
  @Test("a crash costs its own task", .timeLimit(.minutes(20)))
  func crash() throws {
    try withProcessPool { pool in
      let results = try (11...15).map { try pool.applyAsync(Reckless.self, $0) }
      for result in results {
        do {
          print(try result.get())
        } catch let error as PoolError where error.code == .workerDied {
          print(error)
        }
      }
      #expect {
        _ = try results[2].get()
      } throws: { error in
        "\(error)".contains("was killed by signal") && "\(error)".contains("Fatal error: 13 brings bad luck")
      }
      #expect(results.map { (try? $0.get()) ?? 0 } == [11, 12, 0, 14, 15])
    }
  }

  @Test("a time limit for every task", .timeLimit(.minutes(20)))
  func taskTimeout() throws {
    var configuration = ProcessPool.Configuration(workers: 2)
    configuration.taskTimeout = .milliseconds(200)
    try withProcessPool(configuration) { pool in
      do {
        _ = try pool.apply(Slow.self, 1_000)
        Issue.record("a task ran beyond its limit")
      } catch let error as PoolError where error.code == .taskTimedOut {
        print(error)
      }
    }
  }

  @Test("a limit and attempts for one task", .timeLimit(.minutes(20)))
  func options() throws {
    try withProcessPool(.init(workers: 2)) { pool in
      let options = TaskOptions(timeLimit: .milliseconds(200), attempts: 3)
      let result = try pool.applyAsync(Slow.self, 1_000, options: options)
      #expect {
        _ = try result.get()
      } throws: {
        ($0 as? PoolError)?.code == .taskTimedOut
      }
    }
  }

  @Test("a wait that ends, and a task that is given up", .timeLimit(.minutes(20)))
  func cancel() throws {
    try withProcessPool { pool in
      let result = try pool.applyAsync(Slow.self, 1_000)
      if !result.wait(timeout: .milliseconds(10)) {
        result.cancel()  // true; `get` throws an error of the code `cancelled`
      }
      #expect {
        _ = try result.get()
      } throws: {
        ($0 as? PoolError)?.code == .cancelled
      }
    }
  }

  @Test("limits of what a pool bears", .timeLimit(.minutes(20)))
  func limits() throws {
    var configuration = ProcessPool.Configuration(workers: 2)
    configuration.maxAttempts = 2
    configuration.restartBudget = 4
    configuration.maxMemoryPerWorker = 1 << 30
    let pool = try ProcessPool(configuration)
    #expect {
      _ = try pool.apply(Reckless.self, 13)
    } throws: {
      ($0 as? PoolError)?.code == .workerDied
    }
    #expect(pool.statistics.workers.map(\.restarts).reduce(0, +) >= 1)
    pool.close()
    try pool.join()
  }
}
