import Testing
import WorkerPools

enum WordCount: WorkerFunction {
  static func run(_ text: String) -> Int { text.split(separator: " ").count }
}

@Suite("Guide: choosing a pool")
struct ChoosingExamples {
  @Test("the same task in both pools", .timeLimit(.minutes(20)))
  func bothPools() throws {
    let text = "a pool of workers"
    let inProcess = try withProcessPool { pool in try pool.apply(WordCount.self, text) }
    let onThread = try withThreadPool { pool in try pool.apply { text.split(separator: " ").count } }
    #expect(inProcess == 4 && onThread == 4)
  }

  @Test("a process for each task, from a fork server", .timeLimit(.minutes(20)))
  func processPerTask() throws {
    var configuration = ProcessPool.Configuration(workers: 4)
    configuration.startMethod = .forkserver
    configuration.maxTasksPerWorker = 1
    let counts = try withProcessPool(configuration) { pool in
      try pool.map(WordCount.self, ["one", "one two"], chunkSize: 1)
    }
    #expect(counts == [1, 2])
  }
}
