import WorkerPoolsPosix

/// The folder that a new package is written into.
struct NewPackageFolder {
  /// Absolute, without `.` and `..`.
  let path: String
  private let workingDirectory: String

  /// - Parameters:
  ///   - path: as it was typed.
  ///   - workingDirectory: the absolute path of the folder that it was typed in.
  init(_ path: String, in workingDirectory: String) {
    self.path = Self.absolute(path, in: workingDirectory)
    self.workingDirectory = workingDirectory
  }

  /// A path that was typed, as a manifest in this folder writes it: a relative one stays relative.
  func manifestPath(of typed: String) -> String {
    guard !typed.hasPrefix("/") else { return typed }
    let target = Self.absolute(typed, in: workingDirectory).split(separator: "/")
    let own = path.split(separator: "/")
    let shared = zip(own, target).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: own.count - shared)
    return (up + target.dropFirst(shared).map(String.init)).joined(separator: "/")
  }

  /// Writes the files into the folder, which is made if it is not there.
  ///
  /// - Throws: `InitError.notEmpty` if something is in it, beside a `.git`; what the system says otherwise.
  func write(_ files: [NewPackage.File]) throws {
    try FileSystemAccess.makeDirectory(path)
    let entries = try FileSystemAccess.entries(of: path)
    guard entries.allSatisfy({ $0 == ".git" }) else { throw InitError.notEmpty(path) }
    for file in files {
      let parts = file.path.split(separator: "/")
      if parts.count > 1 {
        try FileSystemAccess.makeDirectory("\(path)/\(parts.dropLast().joined(separator: "/"))")
      }
      try FileSystemAccess.writeAtomically(Array(file.text.utf8), to: "\(path)/\(file.path)")
    }
  }

  private static func absolute(_ path: String, in workingDirectory: String) -> String {
    let full = path.hasPrefix("/") ? path : "\(workingDirectory)/\(path)"
    var parts: [Substring] = []
    for part in full.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }
}

extension NewPackageFolder {
  /// The checkout of this package that a program was built in: the nearest folder above it that has the library's sources.
  static func checkout(of executable: String, exists: (String) -> Bool) -> String? {
    let parts = executable.split(separator: "/")
    let folders = (0..<max(parts.count, 1)).reversed().map { "/" + parts.prefix($0).joined(separator: "/") }
    return folders.first { exists("\($0)/Package.swift") && exists("\($0)/Sources/BenchKit/BenchMain.swift") }
  }
}

/// Why no package was written: one sentence with what to do.
enum InitError: UsageError, Hashable, CustomStringConvertible {
  case notEmpty(String)
  case noOrigin
  case notAPackage(String)

  var description: String {
    switch self {
    case .notEmpty(let path): "\(path) is not empty; name an empty folder, or one that is to be made"
    case .noOrigin:
      "this program lies outside the package that has BenchKit; say where that is with --path FOLDER or --url URL"
    case .notAPackage(let path):
      "\(path) has no Sources/BenchKit; name the folder of a checkout of the package that has BenchKit"
    }
  }
}
