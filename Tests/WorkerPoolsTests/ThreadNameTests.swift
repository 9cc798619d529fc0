import Synchronization
import Testing
import WorkerPools
import WorkerPoolsPosix

@Suite("Threads of a pool")
struct ThreadNameTests {
  @Test("have the pool's name and a number, in 15 bytes", .timeLimit(.minutes(20)))
  func names() throws {
    let pool = try ThreadPool(.init(threads: 2, name: "a long name indeed"))
    let gate = try Gate()
    let port = gate.port
    let results = try (0..<2).map { _ in
      try pool.applyAsync {
        try Gate.wait(port: port)
        return PlatformThread.currentName
      }
    }
    for arrival in try gate.arrivals(2) { arrival.release() }
    #expect(try results.map { try $0.get() }.sorted() == ["a long name i-0", "a long name i-1"])
    try pool.closeAndJoin()
  }

  @Test("are cut between characters, and not within one", .timeLimit(.minutes(20)))
  func wholeCharacters() throws {
    let pool = try ThreadPool(.init(threads: 1, name: "näme für Fäden"))
    #expect(try pool.apply { PlatformThread.currentName } == "näme für F-0")
    let name = Mutex("")
    try pool.applyAsync(callback: { _ in name.withLock { $0 = PlatformThread.currentName } }) {}.get()
    #expect(name.withLock { $0 } == "näme für -out")
    try pool.closeAndJoin()
  }
}
