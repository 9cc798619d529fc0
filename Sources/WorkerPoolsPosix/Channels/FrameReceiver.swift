internal import Glibc

/// The receiving half of a channel: bytes that arrived and are no whole frame yet.
///
/// Used by one thread at a time.
package struct FrameReceiver: ~Copyable, @unchecked Sendable {  // the memory is its own
  /// Bytes received and not yet taken: `buffer[start ..< end]`.
  ///
  /// Not an array: to make one by its size looks the type up, in pages that a process for one task has not touched.
  private let buffer: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  /// A frame too large for the buffer, and how much of its body it has so far.
  private struct LargeFrame {
    var frame: Frame
    let length: Int
    var filled: Int
  }

  private var large: LargeFrame?

  /// The memory that a claimed length may take before its bytes are there.
  private static let firstReserve = 1 << 24

  package init(bufferSize: Int = 1 << 14) {
    buffer = .allocate(byteCount: max(bufferSize, 4 * FrameHeader.size), alignment: MemoryLayout<Int>.alignment)
  }

  deinit { buffer.deallocate() }

  /// What lies there of the bytes received.
  private func bytes(_ range: Range<Int>) -> [UInt8] { Array(UnsafeRawBufferPointer(rebasing: buffer[range])) }

  /// The next frame; `nil` where a socket that is not to block has no whole one yet.
  package mutating func next(from socket: FileDescriptor, blocking: Bool) throws(ChannelError) -> Frame? {
    while true {
      if let frame = try takeFrame() { return frame }
      let count = try large == nil ? fillBuffer(socket, blocking) : fillLarge(socket, blocking)
      if count == 0 { return nil }
    }
  }

  private mutating func takeFrame() throws(ChannelError) -> Frame? {
    if let large {
      guard large.filled == large.length else { return nil }
      self.large = nil
      return large.frame
    }
    guard end - start >= FrameHeader.size else { return nil }
    let header = buffer.loadUnaligned(fromByteOffset: start, as: FrameHeader.self)
    guard header.isValid else { throw .malformed }
    var frame = Frame(kind: header.kind, tag: header.tag, number: header.number, stamp: header.stamp)
    let bodyStart = start + FrameHeader.size
    if end - bodyStart >= header.length {
      frame.body = bytes(bodyStart..<bodyStart + header.length)
      start = bodyStart + header.length
      return frame
    }
    if header.length > buffer.count - FrameHeader.size { beginLarge(frame, header.length, from: bodyStart) }
    return nil
  }

  private mutating func beginLarge(_ frame: Frame, _ length: Int, from bodyStart: Int) {
    var frame = frame
    frame.body = bytes(bodyStart..<end)
    large = LargeFrame(frame: frame, length: length, filled: end - bodyStart)
    start = 0
    end = 0
  }

  private mutating func fillBuffer(_ socket: FileDescriptor, _ blocking: Bool) throws(ChannelError) -> Int {
    if start == end {
      start = 0
      end = 0
    } else if start > 0 {
      memmove(buffer.baseAddress!, buffer.baseAddress! + start, end - start)
      end -= start
      start = 0
    }
    let room = UnsafeMutableRawBufferPointer(rebasing: buffer[end...])
    let count = try SocketTransfer.receive(into: room, from: socket, blocking: blocking)
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
