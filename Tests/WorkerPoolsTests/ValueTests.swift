import Testing
import WorkerPools

@Suite("Values between processes")
struct ValueTests {
  private func expectEcho<Value: Codable & Sendable & Equatable>(_ pool: ProcessPool, _ values: Value...) throws {
    for value in values { #expect(try pool.apply(Echo<Value>.self, value) == value) }
  }

  @Test("numbers of all widths, texts and collections come back as they went", .timeLimit(.minutes(20)))
  func roundTrips() throws {
    try withProcessPool(.init(workers: 1)) { pool throws in
      try expectEcho(pool, Int8.min, .max)
      try expectEcho(pool, Int16.min, .max)
      try expectEcho(pool, Int32.min, .max)
      try expectEcho(pool, Int64.min, .max)
      try expectEcho(pool, Int128.min, .max)
      try expectEcho(pool, UInt8.max)
      try expectEcho(pool, UInt16.max)
      try expectEcho(pool, UInt32.max)
      try expectEcho(pool, UInt64.max)
      try expectEcho(pool, Double.infinity, -.infinity, .leastNonzeroMagnitude, -0.0)
      try expectEcho(pool, Float.greatestFiniteMagnitude)
      try expectEcho(pool, true, false)
      try expectEcho(pool, Int?.none, 7)
      try expectEcho(pool, "", "näïve 👩‍👩‍👧‍👦 \u{0}end")
      try expectEcho(pool, [UInt8](), [0, 255])
      try expectEcho(pool, [Int](), [1, .max])
      try expectEcho(pool, ["a": [1.5]], [:])
      #expect(try pool.apply(Echo<Double>.self, .nan).isNaN)
      #expect(try pool.apply(Echo<[Double]>.self, [.nan])[0].isNaN)
    }
  }

  @Test("nested Codable values come back as they went", .timeLimit(.minutes(20)))
  func nested() throws {
    let leaf = Tree(name: "leaf", weight: .infinity, tags: [:], children: [], big: .max, small: .min)
    let tree = Tree(
      name: "", weight: nil, tags: ["x": nil, "y": [1, 2]], children: [leaf, leaf], big: 0, small: 0)
    try withProcessPool(.init(workers: 1)) { pool throws in
      #expect(try pool.apply(Echo<Tree>.self, tree) == tree)
      #expect(try pool.apply(Echo<[Tree?]>.self, [nil, leaf]) == [nil, leaf])
      #expect(try pool.apply(Echo<Job.Failure>.self, .init(description: "x")).description == "x")
    }
  }

  @Test("100 MB go to a worker and back", .timeLimit(.minutes(20)))
  func large() throws {
    let bytes = [UInt8](unsafeUninitializedCapacity: 100_000_000) { buffer, count in
      count = buffer.count
      buffer.withMemoryRebound(to: UInt8.self) { buffer in
        for index in stride(from: 0, to: count, by: 4096) { buffer[index] = UInt8(truncatingIfNeeded: index >> 12) }
      }
    }
    try withProcessPool(.init(workers: 1)) { pool throws in
      #expect(try pool.apply(Echo<[UInt8]>.self, bytes) == bytes)
    }
    #expect(try UnitProcess.spawn(Echo<[UInt8]>.self, bytes).collect().output == bytes)
  }
}

struct Tree: Codable, Sendable, Equatable {
  var name: String
  var weight: Double?
  var tags: [String: [Int]?]
  var children: [Tree]
  var big: UInt64
  var small: Int8
}
