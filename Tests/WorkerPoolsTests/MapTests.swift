import Synchronization
import Testing
import WorkerPools
import WorkerPoolsPosix

/// What a map of a process pool promises beyond the contract of all pools.
@Suite("A map", .serialized)
struct MapTests {
  @Test("runs nothing more that had not begun when the first error came", .timeLimit(.minutes(20)))
  func firstError() throws {
    try withProcessPool(.init(workers: 1)) { pool throws in
      let gate = try Gate()
      let result = try pool.mapAsync(
        RunJob.self, [.waitAtGate(port: gate.port), .fail("no")] + (0..<10).map { _ in .keep(bytes: 1 << 24) },
        chunkSize: 1)
      try gate.nextArrival().release()
      #expect(throws: RemoteError.self) { try result.get() }
      #expect(try pool.run(.pid) > 0)
      let finished = pool.statistics.workers[0].tasksFinished
      #expect(finished <= 4, "at most the one that had begun meanwhile")
    }
  }

  @Test("has its outputs decoded by whoever asks, and once", .timeLimit(.minutes(20)))
  func decoding() throws {
    try withProcessPool(.init(workers: 2)) { pool throws in
      let map = try pool.mapAsync(WrapNumber.self, 0..<100, chunkSize: 10)
      eventually { map.isReady }
      #expect(CountedNumbers.decodings.count.load(ordering: .relaxed) == 0, "nobody has asked")
      #expect(try map.get().flatMap(\.numbers) == Array(0..<100))
      #expect(try map.get().count == 100)
      #expect(CountedNumbers.decodings.count.load(ordering: .relaxed) == 100)
    }
  }

  @Test(
    "ends with the death of a worker, and the pool goes on", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func death(_ kind: StartMethod) throws {
    try withProcessPool(kind.configuration()) { pool throws in
      let jobs = (0..<20).map { $0 == 7 ? Job.exit(3) : .double($0) }
      #expect(poolError { _ = try pool.map(RunJob.self, jobs, chunkSize: 2) }?.code == .workerDied)
      #expect(try pool.map(RunJob.self, [.double(4)]) == [8])
    }
  }

  @Test("can be awaited", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func asynchronous(_ kind: StartMethod) async throws {
    try await withProcessPool(kind.configuration { $0.queueLimit = 1 }) { pool async throws in
      #expect(try await pool.map(Outer.Nested.self, 0..<100, chunkSize: 7) == (0..<100).map { $0 + 1 })
      var seen: [Int] = []
      for try await output in try pool.lazyMap(Outer.Nested.self, 0..<50) { seen.append(output) }
      #expect(seen == (0..<50).map { $0 + 1 })
    }
  }

  @Test("can be cancelled as a whole", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func cancel(_ kind: StartMethod) throws {
    let pool = try kind.make()
    let gate = try Gate()
    let result = try pool.mapAsync(RunJob.self, (0..<50).map { _ in .waitAtGate(port: gate.port) }, chunkSize: 1)
    let arrivals = try gate.arrivals(2)
    #expect(result.cancel())
    #expect(!result.cancel())
    for arrival in arrivals { arrival.waitUntilGone() }
    #expect(poolError { _ = try result.get() }?.code == .cancelled)
    #expect(try pool.run(.double(1)) == 2)
    try pool.closeAndJoin()
  }

  @Test("is refused where it makes no sense, or the pool takes nothing", .timeLimit(.minutes(20)))
  func refused() throws {
    let pool = try ProcessPool(.init(workers: 1))
    for size in [0, -1] {
      #expect(poolError { _ = try pool.map(Outer.Nested.self, [1], chunkSize: size) }?.code == .invalidConfiguration)
      #expect(
        poolError { _ = try pool.lazyMap(Outer.Nested.self, [1], chunkSize: size) }?.code == .invalidConfiguration)
    }
    typealias Stubborn = ReturnUnencodable.Stubborn
    #expect(poolError { _ = try pool.map(Echo<Stubborn>.self, [.init()]) }?.code == .cannotEncode)
    #expect(poolError { _ = try pool.map(ReturnUnencodable.self, [1]) }?.code == .cannotEncode)
    pool.close()
    #expect(poolError { _ = try pool.map(Outer.Nested.self, [1]) }?.code == .closed)
    #expect(poolError { _ = try pool.lazyMap(Outer.Nested.self, [1]) }?.code == .closed)
    pool.terminate()
    #expect(poolError { _ = try pool.map(Outer.Nested.self, [1]) }?.code == .terminated)
    try pool.join()
  }
}

/// Numbers that are decoded by code of their own, which counts.
struct CountedNumbers: Codable, Sendable {
  static let decodings = Counter()
  let numbers: [Int]

  init(_ number: Int) { numbers = [number] }

  init(from decoder: any Decoder) throws {
    numbers = try decoder.singleValueContainer().decode([Int].self)
    Self.decodings.count.add(1, ordering: .relaxed)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(numbers)
  }
}

enum WrapNumber: WorkerFunction {
  static func run(_ number: Int) -> CountedNumbers { CountedNumbers(number) }
}
