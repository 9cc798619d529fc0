import WorkerPoolsPosix

/// Finds the file behind the first word of a command.
package enum ExecutableSearch {
  /// The absolute path of an executable file: a name with a slash is taken as it is, another one is looked for in the
  /// folders of `searchPath`, which colons separate; `nil` where there is none.
  package static func find(_ name: String, searchPath: String?) -> String? {
    if name.contains("/") { return FileSystemAccess.isExecutable(name) ? absolute(name) : nil }
    guard !name.isEmpty else { return nil }
    let folders = (searchPath ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    return folders.lazy.map { "\($0)/\(name)" }.first { FileSystemAccess.isExecutable($0) }.map(absolute)
  }

  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = FileSystemAccess.linkTarget("/proc/self/cwd") else { return path }
    return folder == "/" ? "/\(path)" : "\(folder)/\(path)"
  }
}
