internal import WorkerPoolsPosix

/// What a worker writes to standard error: passed on to the host's own, with the end kept, which says why a worker crashed.
final class StandardErrorTap {
  private static let keptBytes = 4096
  private static let chunkBytes = 1 << 16

  let descriptor: FileDescriptor
  private var tail: [UInt8] = []
  private(set) var isOver = false
  /// `nil` where the host's user wants backtraces.
  private var filter: BacktraceFilter?

  init(_ descriptor: FileDescriptor, hidesBacktraces: Bool) {
    self.descriptor = descriptor
    filter = hidesBacktraces ? BacktraceFilter() : nil
  }

  /// What has been written since the last time and is to be passed on; empty where that is nothing.
  func read() -> [UInt8] {
    let bytes = readRaw()
    return filter?.pass(bytes) ?? bytes
  }

  private func readRaw() -> [UInt8] {
    var bytes: [UInt8] = []
    while !isOver, bytes.count < Self.chunkBytes {
      guard let piece = Pipe.readAvailable(descriptor, maximum: Self.chunkBytes) else {
        isOver = true
        break
      }
      if piece.isEmpty { break }
      bytes += piece
    }
    tail = Array((tail + bytes.suffix(Self.keptBytes)).suffix(Self.keptBytes))
    return bytes
  }

  /// What is left to be passed on when the process has ended.
  func readToEnd() -> [UInt8] {
    var bytes: [UInt8] = []
    while case let piece = readRaw(), !piece.isEmpty { bytes += filter?.pass(piece) ?? piece }
    return bytes + (filter?.finish() ?? [])
  }

  /// The line in which a crashed process said why: the last one with the words of a fatal error.
  var fatalErrorLine: String? {
    String(decoding: tail, as: UTF8.self).split(whereSeparator: \.isNewline).last {
      $0.contains("Fatal error") || $0.contains("Assertion")
    }.map(String.init)
  }

  func close() { try? descriptor.close() }
}
