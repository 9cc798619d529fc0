import Synchronization
package import WorkerPoolsPosix

/// A folder that is gone with everything in it when its owner is.
package final class TemporaryFolder: Sendable {
  private static let count = Atomic<Int>(0)

  package let path: String

  package init() {
    let number = Self.count.add(1, ordering: .relaxed).newValue
    path = "/tmp/bench-tests-\(ProcessImage.processIdentifier)-\(number)"
    do {
      try FileSystemAccess.makeDirectory(path)
    } catch {
      fatalError("\(path) cannot be made: \(error)")
    }
  }

  deinit { Self.remove(path) }

  package func file(_ name: String) -> String { "\(path)/\(name)" }

  package func write(_ text: String, to name: String) throws {
    try FileSystemAccess.writeAtomically(Array(text.utf8), to: file(name))
  }

  /// A named pipe, opened for reading by this process, which never blocks on it.
  package func makeFifo(_ name: String, _ mode: FileDescriptor.AccessMode) throws -> FileDescriptor {
    let child = try ChildProcess.spawn(Launch(path: "/usr/bin/mkfifo", arguments: ["mkfifo", file(name)]))
    _ = child.wait()
    return try FileDescriptor.open(FilePath(file(name)), mode, options: [.nonBlocking, .closeOnExec])
  }

  private static func remove(_ path: String) {
    if FileSystemAccess.isDirectory(path) {
      for name in (try? FileSystemAccess.entries(of: path)) ?? [] { remove("\(path)/\(name)") }
    }
    FileSystemAccess.remove(path)
  }
}
