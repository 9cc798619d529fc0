internal import CWorkerPools
internal import Glibc

/// A file that one process at a time holds locked, with that process's number in it.
///
/// The lock is the kernel's (flock(2)) and belongs to the open file: it is gone with the process, however that ends. Programs
/// that the process starts do not have it. The file is removed when the value is released, unless the process is killed.
package final class LockFile: Sendable {
  private let path: String
  private let file: FileDescriptor

  private init(path: String, file: FileDescriptor) {
    self.path = path
    self.file = file
  }

  deinit {
    unlink(path)
    try? file.close()
  }

  /// What became of an attempt to take the lock.
  package enum Attempt: Sendable {
    case taken(LockFile)
    /// Another process has it; its number, if it could be read.
    case held(by: Int?)
  }

  /// Takes the lock without waiting.
  ///
  /// - Throws: `PosixError` if the file cannot be made, or its file system has no locks.
  package static func take(_ path: String) throws(PosixError) -> Attempt {
    while true {
      let file = try newDescriptor("open", path) { open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666) }
      do throws(PosixError) {
        try checked("flock", path) { wp_lock_file(file.rawValue) }
      } catch {
        defer { try? file.close() }
        guard error.code == .wouldBlock else { throw error }
        return .held(by: number(in: file))
      }
      // The last holder may have removed the file between the two calls.
      if leads(path, to: file) { return .taken(try note(path, file)) }
      try? file.close()
    }
  }

  private static func note(_ path: String, _ file: FileDescriptor) throws(PosixError) -> LockFile {
    let lock = LockFile(path: path, file: file)
    try checked("ftruncate", path) { ftruncate(file.rawValue, 0) }
    try FileSystemAccess.write(Array("\(getpid())\n".utf8), to: file, path: path)
    return lock
  }

  private static func number(in file: FileDescriptor) -> Int? {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = pread(file.rawValue, &bytes, bytes.count, 0)
    return count > 0 ? Int(String(decoding: bytes.prefix(count).prefix { $0 != 0x0A }, as: UTF8.self)) : nil
  }

  private static func leads(_ path: String, to file: FileDescriptor) -> Bool {
    var (named, opened) = (stat(), stat())
    return lstat(path, &named) == 0 && fstat(file.rawValue, &opened) == 0 && named.st_ino == opened.st_ino
      && named.st_dev == opened.st_dev
  }
}
