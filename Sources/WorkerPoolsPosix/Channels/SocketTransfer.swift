internal import Glibc

/// The two calls that move bytes over a stream socket; neither raises SIGPIPE.
enum SocketTransfer {
  /// Sends as much of two pieces as the socket takes, in one call; 0 where it takes nothing now.
  static func send(
    _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer, to socket: FileDescriptor, blocking: Bool
  ) throws(ChannelError) -> Int {
    var pieces = (iovec(first), iovec(second))
    let flags = Int32(MSG_NOSIGNAL) | (blocking ? 0 : Int32(MSG_DONTWAIT))
    let sent = withUnsafeMutablePointer(to: &pieces) { pieces in
      pieces.withMemoryRebound(to: iovec.self, capacity: 2) { start in
        var message = msghdr()
        message.msg_iov = start
        message.msg_iovlen = 2
        return retrying { sendmsg(socket.rawValue, &message, flags) }
      }
    }
    if sent >= 0 { return sent }
    return try outcome(of: "sendmsg")
  }

  /// Receives into a piece of memory; 0 where there is nothing now.
  ///
  /// A peer that is gone is `closed`.
  static func receive(
    into buffer: UnsafeMutableRawBufferPointer, from socket: FileDescriptor, blocking: Bool
  ) throws(ChannelError) -> Int {
    let flags = blocking ? 0 : Int32(MSG_DONTWAIT)
    let received = retrying { recv(socket.rawValue, buffer.baseAddress, buffer.count, flags) }
    if received == 0 { throw .closed }
    if received > 0 { return received }
    return try outcome(of: "recv")
  }

  private static func retrying(_ call: () -> Int) -> Int {
    while true {
      let result = call()
      if result != -1 || errno != EINTR { return result }
    }
  }

  private static func outcome(of call: String) throws(ChannelError) -> Int {
    switch errno {
    case EAGAIN: return 0
    case EPIPE: throw .closed
    case ECONNRESET: throw .reset
    case let code: throw .failed(PosixError(call: call, code: Errno(rawValue: code)))
    }
  }
}

extension iovec {
  fileprivate init(_ bytes: UnsafeRawBufferPointer) {
    self.init(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
  }
}
