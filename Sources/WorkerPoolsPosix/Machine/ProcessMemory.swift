/// The memory of a process, from procfs.
package enum ProcessMemory {
  /// The largest resident size so far (VmHWM), in bytes; `nil` where the process or procfs is not there.
  package static func peakResidentBytes(pid: Int32? = nil) -> Int? {
    bytes(named: "VmHWM", in: "/proc/\(name(pid))/status")
  }

  /// The resident size now (VmRSS), in bytes; `nil` where the process or procfs is not there.
  package static func residentBytes(pid: Int32? = nil) -> Int? {
    bytes(named: "VmRSS", in: "/proc/\(name(pid))/status")
  }

  /// Has the largest resident size of this process begin anew from what is resident now; false where that is not permitted.
  ///
  /// See /proc/pid/clear_refs in proc(5).
  package static func resetPeak() -> Bool {
    guard let file = try? FileDescriptor.open("/proc/self/clear_refs", .writeOnly, options: .closeOnExec) else {
      return false
    }
    defer { try? file.close() }
    return (try? FileSystemAccess.write(Array("5".utf8), to: file)) != nil
  }

  /// The resident size with shared pages divided among their users (Pss), in bytes; `nil` where it cannot be read.
  package static func proportionalSetBytes(pid: Int32? = nil) -> Int? {
    bytes(named: "Pss", in: "/proc/\(name(pid))/smaps_rollup")
  }

  /// The resident size of this process now without the pages of files, shared memory included, in bytes; `nil` where procfs
  /// is not there.
  package static func anonymousBytes() -> Int? {
    guard let words = FileSystemAccess.text(of: "/proc/self/statm")?.split(separator: " "), words.count > 2,
      let resident = Int(words[1]), let shared = Int(words[2])
    else { return nil }
    return max(resident - shared, 0) * SharedFile.pageSize
  }

  /// Whether a process has memory, as it has until it ends, uncollected or not; `nil` where procfs is not there.
  package static func hasMemory(pid: Int32) -> Bool? {
    FileSystemAccess.text(of: "/proc/\(pid)/statm")?.split(separator: " ").first.map { $0 != "0" }
  }

  private static func name(_ pid: Int32?) -> String { pid.map(String.init) ?? "self" }

  private static func bytes(named name: String, in path: String) -> Int? {
    guard let text = FileSystemAccess.text(of: path) else { return nil }
    return kibibytes(named: name, in: text).map { $0 * 1024 }
  }

  /// The number in a line such as `VmHWM:      4096 kB`.
  static func kibibytes(named name: String, in text: String) -> Int? {
    for line in text.split(separator: "\n") where line.hasPrefix(name + ":") {
      return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }
    return nil
  }
}
