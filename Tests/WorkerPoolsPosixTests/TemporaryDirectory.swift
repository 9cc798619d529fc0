import WorkerPoolsPosix

/// A folder for one test, removed with all that is in it when the last reference is gone.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path =
      "/tmp/workerpools-test-\(ProcessImage.processIdentifier)-\(MonotonicTime.now())-\(UInt32.random(in: 0 ... .max))"
    try FileSystemAccess.makeDirectory(path)
  }

  deinit { Self.remove(path) }

  /// Writes a file, and the folders above it, below this folder.
  func write(_ text: String, to name: String) throws {
    let file = path + name
    if let slash = file.lastIndex(of: "/") { try FileSystemAccess.makeDirectory(String(file[..<slash])) }
    try FileSystemAccess.writeAtomically(Array(text.utf8), to: file)
  }

  private static func remove(_ path: String) {
    if FileSystemAccess.isDirectory(path) {
      for name in (try? FileSystemAccess.entries(of: path)) ?? [] { remove("\(path)/\(name)") }
    }
    FileSystemAccess.remove(path)
  }
}
