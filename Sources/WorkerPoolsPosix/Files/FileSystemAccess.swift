internal import CWorkerPools
internal import Glibc

/// Files by their paths, for what swift-system's descriptors leave out.
package enum FileSystemAccess {
  /// The text of a file, procfs included, or `nil` where it cannot be read.
  package static func text(of path: String) -> String? {
    guard let bytes = try? bytes(of: path) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// All bytes of a file; files of procfs, which claim to be empty, included.
  package static func bytes(of path: String) throws(PosixError) -> [UInt8] {
    let file = try newDescriptor("open", path) { open(path, O_RDONLY | O_CLOEXEC) }
    defer { try? file.close() }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try checked("read", path) { read(file.rawValue, &chunk, chunk.count) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk.prefix(count))
    }
  }

  /// Replaces a file as a whole: after a crash at any moment there is either the old one or the new one.
  package static func writeAtomically(_ bytes: some Sequence<UInt8>, to path: String) throws(PosixError) {
    let temporary = "\(path).\(getpid()).part"
    let file = try newDescriptor("open", path) {
      open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    }
    do throws(PosixError) {
      defer { try? file.close() }
      try write(Array(bytes), to: file, path: path)
      try checked("fsync", path) { fsync(file.rawValue) }
    } catch {
      unlink(temporary)
      throw error
    }
    do throws(PosixError) {
      try checked("rename", path) { rename(temporary, path) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Writes all of the bytes to a descriptor; `path` is only for the error.
  package static func write(
    _ bytes: [UInt8], to file: FileDescriptor, path: String? = nil
  ) throws(PosixError) {
    var written = 0
    while written < bytes.count {
      written += try checked("write", path) {
        bytes.withUnsafeBytes { Glibc.write(file.rawValue, $0.baseAddress! + written, $0.count - written) }
      }
    }
  }

  /// Brings a file's data to the medium; see fdatasync(2).
  package static func synchronizeData(of file: FileDescriptor) throws(PosixError) {
    try checked("fdatasync") { fdatasync(file.rawValue) }
  }

  /// Opens a file, made where it is missing, whose every write goes to its end.
  package static func openForAppending(_ path: String) throws(PosixError) -> FileDescriptor {
    try newDescriptor("open", path) { open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666) }
  }

  /// Makes a folder that does not exist.
  package static func makeNewDirectory(_ path: String) throws(PosixError) {
    try checked("mkdir", path) { mkdir(path, 0o777) }
  }

  /// Makes a folder and those above it; harmless where it exists.
  package static func makeDirectory(_ path: String) throws(PosixError) {
    if mkdir(path, 0o777) == 0 { return }
    let code = errno
    if code == EEXIST, isDirectory(path) { return }
    guard code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw PosixError(call: "mkdir", code: Errno(rawValue: code), subject: path)
    }
    try makeDirectory(String(path[..<slash]))
    if mkdir(path, 0o777) == -1, errno != EEXIST {
      throw PosixError(call: "mkdir", code: Errno(rawValue: errno), subject: path)
    }
  }

  /// The names in a folder, sorted, without `.` and `..`.
  package static func entries(of path: String) throws(PosixError) -> [String] {
    let folder = try newDescriptor("open", path) { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard let directory = fdopendir(folder.rawValue) else {
      let code = errno
      try? folder.close()
      throw PosixError(call: "fdopendir", code: Errno(rawValue: code), subject: path)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Sends what this process has printed and the C library still holds.
  package static func flushOutput() { wp_flush_output() }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  package static func isDirectory(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether the path is a file that this user may run.
  package static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 && isRegularFile(path) }

  /// Whether the path leads to a file with a content: no folder, device, pipe or socket.
  package static func isRegularFile(_ path: String) -> Bool { size(ofRegularFile: path) != nil }

  /// The size of a file in bytes, 0 in procfs; nil if the path leads to something else than a regular file.
  package static func size(ofRegularFile path: String) -> Int? {
    var information = stat()
    guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(information.st_size)
  }

  /// The first bytes of a file, at most so many; empty if it cannot be read.
  package static func beginning(of path: String, bytes count: Int) -> [UInt8] {
    guard let file = try? newDescriptor("open", path, { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }) else {
      return []
    }
    defer { try? file.close() }
    var bytes = [UInt8](repeating: 0, count: count)
    let taken = (try? checked("read", path) { read(file.rawValue, &bytes, count) }) ?? 0
    return Array(bytes.prefix(taken))
  }

  /// Where a symbolic link points to, or `nil`.
  package static func linkTarget(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { bytes in
      readlink(path, bytes.baseAddress!.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
  }

  /// Removes a file; `false` where it could not be.
  @discardableResult
  package static func remove(_ path: String) -> Bool { Glibc.remove(path) == 0 }
}
