import Testing
import WorkerPoolsPosix

@Suite("A lock on a file")
struct LockFileTests {
  private let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func isTaken(_ attempt: LockFile.Attempt) -> Bool { if case .taken = attempt { true } else { false } }

  @Test("is had by one at a time, who is named, and gone with the file when it is released", .timeLimit(.minutes(20)))
  func exclusive() throws {
    let path = "\(folder.path)/lock"
    do {
      let first = try LockFile.take(path)
      guard case .held(let process) = try LockFile.take(path) else {
        Issue.record("the lock was taken twice")
        return
      }
      #expect(process == Int(ProcessImage.processIdentifier))
      withExtendedLifetime(first) {}
    }
    #expect(!FileSystemAccess.exists(path))
    #expect(isTaken(try LockFile.take(path)))
  }

  @Test("what a killed process left of it is taken over", .timeLimit(.minutes(20)))
  func leftOver() throws {
    let path = "\(folder.path)/lock"
    try FileSystemAccess.writeAtomically("4194303\n".utf8, to: path)
    #expect(isTaken(try LockFile.take(path)))
  }

  @Test("of many threads that want it again and again, one has it", .timeLimit(.minutes(20)))
  func race() throws {
    let path = "\(folder.path)/lock"
    let holders = Locked(0)
    let overlaps = Locked(0)
    let threads = try (0..<4).map { _ in
      try PlatformThread.start(name: "locker") {
        for _ in 0..<300 {
          guard let attempt = try? LockFile.take(path), case .taken(let lock) = attempt else { continue }
          if holders.withLock({
            $0 += 1; return $0
          }) > 1 {
            overlaps.withLock { $0 += 1 }
          }
          holders.withLock { $0 -= 1 }
          withExtendedLifetime(lock) {}
        }
      }
    }
    for thread in threads { thread.join() }
    #expect(overlaps.withLock { $0 } == 0)
  }
}
