import SystemPackage

/// Whole files as bytes.
enum FileContent {
  /// Reads a file to its end.
  static func read(path: String) throws(ResultsError) -> [UInt8] {
    do {
      let descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
      return try descriptor.closeAfter { try readToEnd(descriptor) }
    } catch {
      throw .cannotRead(path: path, error as? Errno ?? .ioError)
    }
  }

  static func readToEnd(_ descriptor: FileDescriptor) throws -> [UInt8] {
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try chunk.withUnsafeMutableBytes { try descriptor.read(into: $0) }
      guard count > 0 else { return content }
      content.append(contentsOf: chunk[..<count])
    }
  }
}
