internal import Glibc

/// Whole messages over a stream socket, blocking; used by one thread at a time.
///
/// Owns the descriptor.
package struct FrameChannel: ~Copyable, Sendable {
  package let descriptor: FileDescriptor
  private var sender = FrameSender()
  private var receiver: FrameReceiver

  /// Takes the descriptor over; smaller frames than the buffer arrive several at a time.
  package init(_ descriptor: FileDescriptor, bufferSize: Int = 1 << 14) {
    self.descriptor = descriptor
    receiver = FrameReceiver(bufferSize: bufferSize)
  }

  deinit { try? descriptor.close() }

  /// Sends one frame and returns when the kernel has all of it.
  package mutating func send(_ frame: Frame) throws(ChannelError) {
    sender.append(frame)
    try sender.flush(to: descriptor, blocking: true)
  }

  /// Sends what the socket takes without blocking; `flush` sends the rest.
  package mutating func begin(_ frame: Frame) throws(ChannelError) {
    sender.append(frame)
    try sender.flush(to: descriptor, blocking: false)
  }

  /// Sends, blocking, what `begin` left.
  package mutating func flush() throws(ChannelError) { try sender.flush(to: descriptor, blocking: true) }

  /// Blocks until a whole frame is there.
  package mutating func receive() throws(ChannelError) -> Frame {
    while true {
      if let frame = try receiver.next(from: descriptor, blocking: true) { return frame }
    }
  }
}
