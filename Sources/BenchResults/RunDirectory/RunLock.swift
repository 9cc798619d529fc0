import WorkerPoolsPosix

/// Keeps two processes from running in one folder: a lock that is gone with the process that has it.
enum RunLock {
  /// Beside the run's files as long as a run is going on; what a killed run leaves of it is taken over.
  private static let name = ".lock"

  /// Whether nothing is in the folder but what a run left that was killed before it wrote its plan.
  static func isFree(_ folder: String) throws(PosixError) -> Bool {
    try FileSystemAccess.entries(of: folder).allSatisfy { $0 == name }
  }

  /// Takes the lock of a folder that exists.
  ///
  /// - Throws: `ResultsError.inUse`, or `.cannotCreate` if the folder cannot be written or its file system has no locks.
  static func take(_ folder: String) throws(ResultsError) -> LockFile {
    let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    let attempt: LockFile.Attempt
    do {
      attempt = try LockFile.take(path)
    } catch {
      throw .cannotCreate(path: path, error.code)
    }
    switch attempt {
    case .taken(let lock): return lock
    case .held(let process): throw .inUse(path: folder, process: process)
    }
  }
}
