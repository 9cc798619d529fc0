import Synchronization
import WorkerPoolsPosix

/// A folder that is gone with everything in it when its owner is.
final class TemporaryFolder: Sendable {
  private static let count = Atomic<Int>(0)

  let path: String

  init() throws {
    let number = Self.count.add(1, ordering: .relaxed).newValue
    path = "/tmp/bench-driver-tests-\(ProcessImage.processIdentifier)-\(number)"
    try FileSystemAccess.makeDirectory(path)
  }

  deinit { Self.remove(path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func write(_ text: String, to name: String) throws {
    try FileSystemAccess.writeAtomically(Array(text.utf8), to: file(name))
  }

  /// A named pipe, opened for reading by this process, which never blocks on it.
  func makeFifo(_ name: String, _ mode: FileDescriptor.AccessMode) throws -> FileDescriptor {
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

/// Whether every writer of a named pipe is gone, waiting up to ten seconds for that.
func writersAreGone(_ fifo: FileDescriptor) throws -> Bool {
  var entries = [PollEntry(fifo, .hangUp)]
  return try poll(&entries, timeoutNs: 10_000_000_000) > 0 && entries[0].happened.contains(.hangUp)
}
