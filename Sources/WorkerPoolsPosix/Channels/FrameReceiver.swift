internal import Glibc

/// The receiving half of a channel: bytes that arrived and are no whole frame yet.
///
/// Used by one thread at a time.
package struct FrameReceiver: Sendable {
  /// Bytes received and not yet taken: `buffer[start ..< end]`.
  private var buffer: [UInt8]
  private var start = 0
  private var end = 0
  /// A frame too large for the buffer, and how much of its body it has so far.
  private var large: (frame: Frame, length: Int, filled: Int)?

  /// The memory that a claimed length may take before its bytes are there.
  private static let firstReserve = 1 << 24

  package init(bufferSize: Int = 1 << 14) {
    // `init(repeating:count:)` would look the type up at each call, in pages that a process for one task has not touched.
    buffer = []
    buffer.append(contentsOf: repeatElement(0, count: max(bufferSize, 4 * FrameHeader.size)))
  }

  /// The next frame; `nil` where a socket that is not to block has no whole one yet.
  package mutating func next(from socket: FileDescriptor, blocking: Bool) throws(ChannelError) -> Frame? {
    while true {
      if let frame = try takeFrame() { return frame }
      let count = try large == nil ? fillBuffer(socket, blocking) : fillLarge(socket, blocking)
      if count == 0 { return nil }
    }
  }

  private mutating func takeFrame() throws(ChannelError) -> Frame? {
    if let (frame, length, filled) = large {
      guard filled == length else { return nil }
      large = nil
      return frame
    }
    guard end - start >= FrameHeader.size else { return nil }
    let header = buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: FrameHeader.self) }
    guard header.isValid else { throw .malformed }
    var frame = Frame(kind: header.kind, tag: header.tag, number: header.number, stamp: header.stamp)
    let bodyStart = start + FrameHeader.size
    if end - bodyStart >= header.length {
      frame.body = Array(buffer[bodyStart..<bodyStart + header.length])
      start = bodyStart + header.length
      return frame
    }
    if header.length > buffer.count - FrameHeader.size { beginLarge(frame, header.length, from: bodyStart) }
    return nil
  }

  private mutating func beginLarge(_ frame: Frame, _ length: Int, from bodyStart: Int) {
    var frame = frame
    frame.body = Array(buffer[bodyStart..<end])
    large = (frame, length, end - bodyStart)
    start = 0
    end = 0
  }

  private mutating func fillBuffer(_ socket: FileDescriptor, _ blocking: Bool) throws(ChannelError) -> Int {
    if start == end {
      start = 0
      end = 0
    } else if start > 0 {
      buffer.withUnsafeMutableBytes { bytes in
        _ = memmove(bytes.baseAddress!, bytes.baseAddress! + start, end - start)
      }
      end -= start
      start = 0
    }
    let from = end
    let result = buffer.withUnsafeMutableBytes { bytes in
      Result { () throws(ChannelError) in
        try SocketTransfer.receive(
          into: UnsafeMutableRawBufferPointer(rebasing: bytes[from...]), from: socket, blocking: blocking)
      }
    }
    let count = try result.get()
    end += count
    return count
  }

  // The body grows with what has arrived, so that a length that is not true cannot take all memory.
  private mutating func fillLarge(_ socket: FileDescriptor, _ blocking: Bool) throws(ChannelError) -> Int {
    guard var arriving = large else { return 0 }
    large = nil  // so that the bytes have one owner and are not copied
    if arriving.frame.body.count == arriving.filled {
      let target = min(arriving.length, max(Self.firstReserve, arriving.filled * 2))
      arriving.frame.body = Self.grown(arriving.frame.body, to: target)
    }
    let filled = arriving.filled
    let result = arriving.frame.body.withUnsafeMutableBytes { bytes in
      Result { () throws(ChannelError) in
        try SocketTransfer.receive(
          into: UnsafeMutableRawBufferPointer(rebasing: bytes[filled...]), from: socket, blocking: blocking)
      }
    }
    let count = try result.get()
    arriving.filled += count
    large = arriving
    return count
  }

  // By memcpy and memset: a loop over elements takes seconds for large messages in builds that are not optimised.
  private static func grown(_ body: [UInt8], to count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { space, initialized in
      body.withUnsafeBytes { old in
        if let start = old.baseAddress { memcpy(space.baseAddress!, start, old.count) }
        memset(space.baseAddress! + old.count, 0, count - old.count)
      }
      initialized = count
    }
  }
}
