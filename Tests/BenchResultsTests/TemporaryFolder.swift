import WorkerPoolsPosix

/// A folder of one test, gone with it.
final class TemporaryFolder: Sendable {
  let path: String

  init() {
    path = "/tmp/bench-results-tests-\(UInt64.random(in: 0...UInt64.max))"
    try? FileSystemAccess.makeDirectory(path)
  }

  deinit { Self.remove(path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  private static func remove(_ path: String) {
    if FileSystemAccess.isDirectory(path) {
      for name in (try? FileSystemAccess.entries(of: path)) ?? [] { remove("\(path)/\(name)") }
    }
    FileSystemAccess.remove(path)
  }
}
