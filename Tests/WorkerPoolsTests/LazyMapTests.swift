import Testing
import WorkerPools
import WorkerPoolsPosix

/// What lazy maps promise beyond maps.
@Suite("A lazy map", .serialized)
struct LazyMapTests {
  private struct InputFailure: Error {}

  /// The outputs up to the first error, and that error.
  private func outputs(_ results: LazyResults<Int>) -> ([Int], (any Error)?) {
    var seen: [Int] = []
    do {
      while let output = try results.next() { seen.append(output) }
      return (seen, nil)
    } catch {
      return (seen, error)
    }
  }

  @Test(
    "over inputs that throw gives all outputs before, then the error", .timeLimit(.minutes(1)),
    arguments: [0, 1, 7, 40])
  func throwingInputs(count: Int) throws {
    try withProcessPool(.init(workers: 2)) { pool throws in
      for size in [1, 3] {
        var next = 0
        let results = try pool.lazyMap(Outer.Nested.self, chunkSize: size) {
          if next == count { throw InputFailure() }
          defer { next += 1 }
          return next
        }
        let (seen, error) = outputs(results)
        #expect(seen == (0..<count).map { $0 + 1 })
        #expect(error is InputFailure)
        #expect(try results.next() == nil)
      }
    }
  }

  @Test("that several consumers share gives each output to one of them", .timeLimit(.minutes(1)))
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

  @Test("gives the error of a task in its place, and goes on", .timeLimit(.minutes(1)))
  func failingTask() throws {
    try withProcessPool(.init(workers: 2)) { pool throws in
      let jobs = (0..<20).map { $0 == 9 ? Job.fail("nine") : .double($0) }
      let results = try pool.lazyMap(RunJob.self, jobs)
      let (seen, error) = outputs(results)
      #expect(seen == (0..<9).map { $0 * 2 })
      #expect((error as? RemoteError)?.message == "nine")
      #expect(try results.all() == (10..<20).map { $0 * 2 })
    }
  }

  @Test("gives the error of an input that cannot be encoded in its place, too", .timeLimit(.minutes(1)))
  func unencodableInput() throws {
    try withProcessPool(.init(workers: 1)) { pool throws in
      let results = try pool.lazyMap(CountUnlessStubborn.self, (0..<10).map { .init(number: $0, isStubborn: $0 == 3) })
      let (seen, error) = outputs(results)
      #expect(seen == [0, 1, 2])
      #expect((error as? PoolError)?.code == .cannotEncode)
      #expect(try results.all() == Array(4..<10))
    }
  }

  @Test("whose time passes can be asked again", .timeLimit(.minutes(1)), arguments: StartMethod.allCases)
  func timeout(_ kind: StartMethod) throws {
    try withProcessPool(kind.configuration(1)) { pool throws in
      let gate = try Gate()
      let results = try pool.lazyMap(RunJob.self, [.waitAtGate(port: gate.port), .double(2)])
      let arrival = try gate.nextArrival()
      for _ in 0..<3 { #expect(poolError { _ = try results.next(timeout: .milliseconds(2)) }?.code == .timedOut) }
      arrival.release()
      #expect(try results.all() == [0, 4])
    }
  }

  @Test(
    "gives outputs as they come where order does not matter", .timeLimit(.minutes(1)), arguments: StartMethod.allCases)
  func unordered(_ kind: StartMethod) throws {
    try withProcessPool(kind.configuration(2)) { pool throws in
      let gate = try Gate()
      let results = try pool.lazyMapUnordered(
        RunJob.self, [.waitAtGate(port: gate.port)] + (1..<20).map { .double($0) })
      let arrival = try gate.nextArrival()
      var seen: [Int] = []
      while seen.count < 7, let output = try results.next() { seen.append(output) }
      #expect(!seen.contains(0))
      arrival.release()
      #expect(try (seen + results.all()).sorted() == (0..<20).map { $0 * 2 })
    }
  }

  @Test("draws endless inputs only a little ahead", .timeLimit(.minutes(1)))
  func endless() throws {
    try withProcessPool(.init(workers: 2)) { pool throws in
      var drawn = 0
      let results = try pool.lazyMap(Outer.Nested.self, chunkSize: 5) {
        drawn += 1
        return drawn
      }
      for number in 0..<100 { #expect(try results.next() == number + 2) }
      #expect(drawn < 100 + 100)
    }
  }

  @Test("may draw inputs from the same pool", .timeLimit(.minutes(1)), arguments: [1, 2])
  func inputsFromPool(workers: Int) throws {
    let pool = try ProcessPool(.init(workers: workers))
    // On a thread of its own, so that a deadlock does not take the other tests with it.
    let consumers = try ThreadPool(.init(threads: 1))
    defer { consumers.terminate() }
    let sum = try consumers.applyAsync {
      var count = 0
      let results = try pool.lazyMap(Outer.Nested.self) {
        count += 1
        return count > 200 ? nil : try pool.apply(Outer.Nested.self, count)
      }
      return try results.all().reduce(0, +)
    }
    #expect(try sum.get(timeout: .seconds(20)) == 200 * 201 / 2 + 400)
    try pool.closeAndJoin()
  }

  @Test("waits for room in the queue, and is not refused", .timeLimit(.minutes(1)))
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
