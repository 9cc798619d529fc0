import SystemPackage
import WorkerPoolsPosix

/// A folder that is gone, with all that is in it, when the value is.
final class TemporaryFolder {
  private let root: String

  init() throws {
    let name = "bench-test-\(MonotonicTime.now())-\(UInt32.random(in: 0 ... .max))"
    root = (ProcessImage.environmentValue("TMPDIR") ?? "/tmp") + "/" + name
    try FileSystemAccess.makeDirectory(root)
  }

  deinit { Self.removeTree(root) }

  private static func removeTree(_ path: String) {
    if FileSystemAccess.linkTarget(path) == nil, let names = try? FileSystemAccess.entries(of: path) {
      for name in names { removeTree("\(path)/\(name)") }
    }
    FileSystemAccess.remove(path)
  }

  func path(_ name: String) -> String { name.isEmpty ? root : "\(root)/\(name)" }

  func contains(_ name: String) -> Bool { FileSystemAccess.exists(path(name)) }

  func read(_ name: String) throws -> String { FileSystemAccess.text(of: path(name)) ?? "" }

  /// Writes a file and returns its path.
  func write(_ name: String, _ text: String) throws -> String {
    try FileSystemAccess.writeAtomically(Array(text.utf8), to: path(name))
    return path(name)
  }
}

/// A file system of a few kibibytes, for tests that fill it.
final class SmallDisk {
  let path: String
  private let folder: TemporaryFolder

  /// Whether this user may mount one.
  static var canMount: Bool { (try? SmallDisk(kibibytes: 16)) != nil }

  init(kibibytes: Int) throws {
    folder = try TemporaryFolder()
    path = folder.path("")
    try Self.command("/bin/mount", ["-t", "tmpfs", "-o", "size=\(kibibytes)k", "tmpfs", path])
  }

  deinit { try? Self.command("/bin/umount", ["-l", path]) }

  private struct MountFailed: Error {}

  private static func command(_ path: String, _ arguments: [String]) throws {
    let silence = try FileDescriptor.open("/dev/null", .writeOnly)
    defer { try? silence.close() }
    var launch = Launch(path: path, arguments: [path] + arguments)
    launch.standardOutput = silence
    launch.standardError = silence
    guard try ChildProcess.spawn(launch).wait().status == .exited(0) else { throw MountFailed() }
  }
}

/// A CSV file of the run as names and texts.
///
/// It knows no quoting: no field that these tests look at has any.
struct RepsTable {
  let rows: [[String: String]]

  init(path: String) throws {
    let lines = (FileSystemAccess.text(of: path) ?? "").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = lines.first ?? []
    rows = lines.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
  }

  func column(_ name: String) -> [String] { rows.map { $0[name] ?? "" } }
}
