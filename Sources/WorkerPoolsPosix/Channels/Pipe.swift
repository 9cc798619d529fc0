internal import CWorkerPools
internal import Glibc

/// The two ends of a pipe, both closed on exec, of which the reading one does not block.
///
/// Its owner closes what it keeps.
package struct Pipe: Sendable {
  package let reading: FileDescriptor
  package let writing: FileDescriptor

  package init() throws(PosixError) {
    let ends = try newDescriptors("pipe2") { wp_pipe($0) }
    do throws(PosixError) {
      try checked("fcntl") { wp_set_nonblocking(ends.0.rawValue) }
    } catch {
      try? ends.0.close()
      try? ends.1.close()
      throw error
    }
    (reading, writing) = ends
  }

  package func close() {
    try? reading.close()
    try? writing.close()
  }

  /// What can be read now without waiting; empty for nothing, `nil` at the end.
  package static func readAvailable(_ descriptor: FileDescriptor, maximum: Int) -> [UInt8]? {
    var isOver = false
    let bytes = [UInt8](unsafeUninitializedCapacity: maximum) { buffer, count in
      var result = -1
      repeat { result = read(descriptor.rawValue, buffer.baseAddress, maximum) } while result == -1 && errno == EINTR
      count = max(result, 0)
      isOver = result == 0 || (result == -1 && errno != EAGAIN)
    }
    return isOver ? nil : bytes
  }

  /// How many bytes can be read now.
  package static func availableCount(_ descriptor: FileDescriptor) -> Int {
    max(Int(wp_available(descriptor.rawValue)), 0)
  }
}
