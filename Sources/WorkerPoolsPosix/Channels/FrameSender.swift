/// The sending half of a channel: frames that are not yet, or only partly, on their way.
///
/// Pure bookkeeping but for `flush`; used by one thread at a time.
package struct FrameSender: Sendable {
  private var waiting: [Frame] = []
  /// How much of the first frame that waits, header included, has been sent.
  private var sent = 0

  package init() {}

  /// Whether there is nothing left to send.
  package var isEmpty: Bool { waiting.isEmpty }

  package mutating func append(_ frame: Frame) { waiting.append(frame) }

  /// Sends what waits; `false` where the socket, not blocking, takes no more for now.
  @discardableResult
  package mutating func flush(to socket: FileDescriptor, blocking: Bool) throws(ChannelError) -> Bool {
    var index = 0
    defer { waiting.removeFirst(index) }
    while index < waiting.count {
      let size = FrameHeader.size + waiting[index].body.count
      let count = try Self.send(waiting[index], from: sent, to: socket, blocking: blocking)
      if count == 0 { return false }
      sent += count
      if sent == size {
        sent = 0
        index += 1
      }
    }
    return true
  }

  private static func send(
    _ frame: Frame, from start: Int, to socket: FileDescriptor, blocking: Bool
  ) throws(ChannelError) -> Int {
    let header = FrameHeader(frame)
    let result = withUnsafeBytes(of: header) { header in
      frame.body.withUnsafeBytes { body -> Result<Int, ChannelError> in
        let restOfHeader = UnsafeRawBufferPointer(rebasing: header[min(start, header.count)...])
        let restOfBody = UnsafeRawBufferPointer(rebasing: body[max(start - header.count, 0)...])
        return Result { () throws(ChannelError) in
          try SocketTransfer.send(restOfHeader, restOfBody, to: socket, blocking: blocking)
        }
      }
    }
    return try result.get()
  }
}
