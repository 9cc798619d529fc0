import Testing
import WorkerPools

enum Doubled: WorkerFunction {
  static func run(_ input: Int) -> Int { 2 * input }
}

@Suite("Guide: coming from Python")
struct FromPythonExamples {
  @Test("lazy results, in order and as they come", .timeLimit(.minutes(20)))
  func lazyMaps() throws {
    try withProcessPool { pool in
      let ordered = try pool.lazyMap(Doubled.self, 1...5)
      while let output = try ordered.next(timeout: .seconds(10)) { print(output) }
      let asTheyCome = try pool.lazyMapUnordered(Doubled.self, 1...5).all()
      #expect(asTheyCome.sorted() == [2, 4, 6, 8, 10])
    }
  }
}
