import Synchronization
import Testing
import WorkerPools

@Suite("Guide: tasks on threads")
struct ThreadExamples {
  @Test("results, and tasks without", .timeLimit(.minutes(20)))
  func submitting() throws {
    let lines = ["a line", "another line"]
    let pool = try ThreadPool(.init(threads: 4, name: "parser"))
    let length = try pool.applyAsync { lines.map(\.count).reduce(0, +) }
    let lengths = try pool.map(lines) { $0.count }
    #expect(try length.get() == 18 && lengths == [6, 12])
    pool.close()
    try pool.join()
  }

  @Test("tasks that nobody asks about", .timeLimit(.minutes(20)))
  func fireAndForget() throws {
    let names = ["one", "two", "three"]
    let pool = try ThreadPool()
    let seen = Mutex<Set<String>>([])
    for name in names {
      try pool.submit { seen.withLock { _ = $0.insert(name) } }
    }
    try pool.waitUntilIdle()
    print(seen.withLock { $0.count })
    #expect(seen.withLock { $0.count } == 3)
    pool.close()
    try pool.join()
  }

  @Test("tasks that wait for tasks", .timeLimit(.minutes(20)))
  func nested() throws {
    let pool = try ThreadPool(.init(threads: 1))
    @Sendable func sum(_ numbers: ArraySlice<Int>) throws -> Int {
      if numbers.count < 100 { return numbers.reduce(0, +) }
      let middle = (numbers.startIndex + numbers.endIndex) / 2
      let left = try pool.applyAsync { try sum(numbers[..<middle]) }
      let right = try sum(numbers[middle...])
      return try left.get() + right
    }
    let total = try pool.apply { try sum(Array(1...1_000)[...]) }
    #expect(total == 500_500)
    pool.close()
    try pool.join()
  }

  @Test("a bounded queue", .timeLimit(.minutes(20)))
  func bounded() throws {
    func numbers() -> [Int] { Array(0..<100) }
    var configuration = ThreadPool.Configuration(threads: 2, name: "encoder")
    configuration.queueLimit = 8
    let total = Atomic(0)
    try withThreadPool(configuration) { pool in
      for number in numbers() {
        try pool.submit { total.add(number, ordering: .relaxed) }  // waits while 8 others wait
      }
    }
    #expect(total.load(ordering: .relaxed) == 4_950)
  }
}
