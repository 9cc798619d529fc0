import Glibc
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// The memory in which large inputs and outputs pass.
@Suite("Payload memory", .serialized)
struct PayloadMemoryTests {
  @Test("is used again: no file grows beyond what its largest payload needs", .timeLimit(.minutes(20)))
  func reuse() throws {
    let pair = try PathPair()
    var random = SeededGenerator(seed: 3)
    for number in 0..<150 {
      let count = number == 75 ? 9 << 20 : Int.random(in: 33...1 << 15, using: &random)
      #expect(try pair.host.send(PathPair.request(count, number) + [UInt8](repeating: 0, count: count)))
      #expect(try pair.host.receive().count == count)
    }
    for file in [pair.host.files.requests, pair.host.files.replies] {
      let size = try SharedFile.size(of: file)
      #expect(size.end <= TaskPathMemory.size + 9 << 20 + SharedFile.pageSize)
    }
    try pair.end()
  }

  @Test("of a large output is given back by a worker that has nothing to do", .timeLimit(.minutes(20)))
  func idleWorker() throws {
    let pool = try ProcessPool(.init(workers: 1))
    #expect(try pool.apply(Repeat.self, 64 << 20).count == 64 << 20)
    let file = try #require(pool.core.worker(0)).path.files.replies
    try eventually { try SharedFile.size(of: file).allocated < 1 << 20 }
    try pool.closeAndJoin()
  }

  @Test(
    "does not count against a worker's limit of memory", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func memoryLimit(_ kind: StartMethod) throws {
    let pool = try kind.make(1) { $0.maxMemoryPerWorker = 64 << 20 }
    let bytes = [UInt8](repeating: 3, count: 48 << 20)
    for _ in 0..<4 { #expect(try pool.apply(Echo<[UInt8]>.self, bytes).count == bytes.count) }
    #expect(pool.statistics.workers[0].restarts == 0)
    try pool.closeAndJoin()
  }

  @Test(
    "needs files of no more than twice the largest payload", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func fileSizeLimit(_ kind: StartMethod) throws {
    let report = try UnitProcess.spawn(EchoUnderFileLimit.self, kind).collect().output
    #expect(report == [])
  }

  @Test("cannot be sealed by a task", .timeLimit(.minutes(20)))
  func seals() throws {
    let host = try HostPath(name: "path-test")
    defer { host.close() }
    for file in [host.files.requests, host.files.replies] {
      for bit in 0..<5 as Range<Int32> { #expect(fcntl(file.rawValue, 1033, 1 << bit) == -1) }
      #expect(ftruncate(file.rawValue, 0) == -1 || file == host.files.replies)
    }
  }
}

/// Has values pass in both directions under a limit of file sizes of twice the largest, and returns what went wrong.
enum EchoUnderFileLimit: WorkerFunction {
  static func run(_ method: StartMethod) throws -> [String] {
    let largest = 3 << 20
    try ResourceLimit.fileSize.setSoft(2 * largest)
    let pool = try method.make(2)
    var wrong: [String] = []
    for round in 0..<60 {
      let count = largest >> (round % 4) - round * 1000
      let bytes = [UInt8](repeating: UInt8(round), count: count)
      do {
        if try pool.apply(Echo<[UInt8]>.self, bytes) != bytes { wrong.append("another value in round \(round)") }
      } catch {
        wrong.append("round \(round): \(error)")
      }
    }
    let parts = (0..<40).map { [UInt8](repeating: UInt8($0), count: largest / 5 + $0 * 1000) }
    do {
      if try pool.map(Echo<[UInt8]>.self, parts, chunkSize: 4) != parts { wrong.append("another map") }
    } catch {
      wrong.append("map: \(error)")
    }
    pool.close()
    try pool.join(timeout: .seconds(20))
    return wrong
  }
}
