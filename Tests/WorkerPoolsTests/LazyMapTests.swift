import Testing
import WorkerPools
import WorkerPoolsPosix

/// What a lazy map of a process pool promises beyond the contract of all pools.
@Suite("A lazy map", .serialized)
struct LazyMapTests {
  @Test("that several consumers share gives each output to one of them", .timeLimit(.minutes(20)))
  func severalConsumers() throws {
    try withProcessPool(.init(workers: 2)) { pool throws in
      let results = try pool.lazyMap(Outer.Nested.self, 0..<3000)
      let consumers = try ThreadPool(.init(threads: 4))
      let seen = try (0..<4).map { _ in try consumers.applyAsync { try results.all() } }.flatMap { try $0.get() }
      #expect(seen.sorted() == Array(1...3000))
      consumers.close()
      try consumers.join()
    }
  }

  @Test("gives the error of an input that cannot be encoded in its place, too", .timeLimit(.minutes(20)))
  func unencodableInput() throws {
    try withProcessPool(.init(workers: 1)) { pool throws in
      let results = try pool.lazyMap(CountUnlessStubborn.self, (0..<10).map { .init(number: $0, isStubborn: $0 == 3) })
      let (seen, error) = results.untilError()
      #expect(seen == [0, 1, 2])
      #expect((error as? PoolError)?.code == .cannotEncode)
      #expect(try results.all() == Array(4..<10))
    }
  }

  @Test("may draw inputs from the same pool", .timeLimit(.minutes(20)), arguments: [1, 2])
  func inputsFromPool(workers: Int) throws {
    let pool = try ProcessPool(.init(workers: workers))
    // On a thread of its own, so that a deadlock does not take the other tests with it.
    let consumers = try ThreadPool(.init(threads: 1))
    defer { consumers.terminate() }
    let sum = try consumers.applyAsync {
      let count = Counter()
      let results = try pool.lazyMap(Outer.Nested.self) {
        let number = count.next() + 1
        return number > 200 ? nil : try pool.apply(Outer.Nested.self, number)
      }
      return try results.all().reduce(0, +)
    }
    #expect(try sum.get(timeout: .seconds(20)) == 200 * 201 / 2 + 400)
    try pool.closeAndJoin()
  }

  @Test("waits for room in the queue, and is not refused", .timeLimit(.minutes(20)))
  func queueLimit() throws {
    var configuration = ProcessPool.Configuration(workers: 2)
    configuration.queueLimit = 0
    try withProcessPool(configuration) { pool throws in
      #expect(try pool.lazyMap(Outer.Nested.self, 0..<100, chunkSize: 3).all() == (0..<100).map { $0 + 1 })
    }
  }
}

/// Returns the number of its input, some of which cannot be encoded.
enum CountUnlessStubborn: WorkerFunction {
  struct Input: Codable, Sendable {
    let number: Int
    let isStubborn: Bool
    /// So that the value does not cross as its plain bytes.
    let text = ""

    init(number: Int, isStubborn: Bool) {
      self.number = number
      self.isStubborn = isStubborn
    }

    private enum CodingKeys: CodingKey { case number }

    init(from decoder: any Decoder) throws {
      number = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .number)
      isStubborn = false
    }

    func encode(to encoder: any Encoder) throws {
      if isStubborn { throw Job.Failure(description: "will not be encoded") }
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(number, forKey: .number)
    }
  }

  static func run(_ input: Input) -> Int { input.number }
}
