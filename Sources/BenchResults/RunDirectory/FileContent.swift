import WorkerPoolsPosix

/// Whole files as bytes, with errors that speak of results.
enum FileContent {
  static func exists(path: String) -> Bool { FileSystemAccess.exists(path) }

  static func read(path: String) throws(ResultsError) -> [UInt8] {
    do {
      return try FileSystemAccess.bytes(of: path)
    } catch {
      throw .cannotRead(path: path, error.code)
    }
  }

  /// Replaces the file as a whole; one that was there stays as it was where this fails.
  static func write(_ bytes: [UInt8], path: String) throws(ResultsError) {
    do {
      try FileSystemAccess.writeAtomically(bytes, to: path)
    } catch {
      throw .cannotWrite(path: path, error.code)
    }
  }
}
