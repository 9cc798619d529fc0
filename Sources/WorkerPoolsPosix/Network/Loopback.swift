internal import CWorkerPools
internal import Glibc

/// TCP within this machine, over 127.0.0.1.
package enum Loopback {
  /// Listens on a port that the system chooses; the caller closes the descriptor.
  package static func listen(backlog: Int32 = 1024) throws(PosixError) -> (listener: FileDescriptor, port: Int) {
    let socket = try openSocket()
    do throws(PosixError) {
      var address = sockaddr_in.loopback(port: 0)
      try checked("bind") { address.withPointer { bind(socket.rawValue, $0, $1) } }
      try checked("listen") { Glibc.listen(socket.rawValue, backlog) }
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      try checked("getsockname") { address.withMutablePointer { getsockname(socket.rawValue, $0, &size) } }
      return (socket, Int(UInt16(bigEndian: address.sin_port)))
    } catch {
      try? socket.close()
      throw error
    }
  }

  /// Connects to a port: small messages leave at once, and closing leaves no connection in TIME_WAIT.
  package static func connect(port: Int) throws(PosixError) -> FileDescriptor {
    let socket = try openSocket()
    do throws(PosixError) {
      try finishConnect(socket, sockaddr_in.loopback(port: UInt16(truncatingIfNeeded: port)), port: port)
      try set(socket, Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1))
      try set(socket, SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
      return socket
    } catch {
      try? socket.close()
      throw error
    }
  }

  /// Takes the next connection; blocks unless the listener is not to.
  package static func accept(_ listener: FileDescriptor) throws(PosixError) -> FileDescriptor {
    let socket = try newDescriptor("accept4") { wp_accept_cloexec(listener.rawValue) }
    try? set(socket, Int32(IPPROTO_TCP), TCP_NODELAY, Int32(1))
    return socket
  }

  /// Sends all of the bytes.
  package static func send(_ bytes: [UInt8], to socket: FileDescriptor) throws(PosixError) {
    var sent = 0
    while sent < bytes.count {
      sent += try checked("send") {
        bytes.withUnsafeBytes {
          Glibc.send(socket.rawValue, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
        }
      }
    }
  }

  /// Receives exactly so many bytes; `nil` where the peer closed the connection first.
  package static func receive(_ count: Int, from socket: FileDescriptor) throws(PosixError) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var received = 0
    while received < count {
      let more = try checked("recv") {
        bytes.withUnsafeMutableBytes { recv(socket.rawValue, $0.baseAddress! + received, count - received, 0) }
      }
      if more == 0 { return nil }
      received += more
    }
    return bytes
  }

  private static func openSocket() throws(PosixError) -> FileDescriptor {
    let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    return try newDescriptor("socket") { socket(AF_INET, type, 0) }
  }

  // An interrupted connect goes on by itself and must not be called again.
  private static func finishConnect(
    _ socket: FileDescriptor, _ address: sockaddr_in, port: Int
  ) throws(PosixError) {
    var address = address
    if address.withPointer({ Glibc.connect(socket.rawValue, $0, $1) }) == 0 { return }
    var code = errno
    if code == EINTR {
      var entry = [PollEntry(socket, .writable)]
      _ = try poll(&entry, timeoutNs: nil)
      var size = socklen_t(MemoryLayout<Int32>.size)
      getsockopt(socket.rawValue, SOL_SOCKET, SO_ERROR, &code, &size)
    }
    if code != 0 { throw PosixError(call: "connect", code: Errno(rawValue: code), subject: "port \(port)") }
  }

  private static func set<Value: BitwiseCopyable>(
    _ socket: FileDescriptor, _ level: Int32, _ option: Int32, _ value: Value
  ) throws(PosixError) {
    var value = value
    try checked("setsockopt") {
      setsockopt(socket.rawValue, level, option, &value, socklen_t(MemoryLayout<Value>.size))
    }
  }
}

extension sockaddr_in {
  fileprivate static func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  fileprivate mutating func withPointer<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
    withMutablePointer { body(UnsafePointer($0), socklen_t(MemoryLayout<sockaddr_in>.size)) }
  }

  fileprivate mutating func withMutablePointer<R>(_ body: (UnsafeMutablePointer<sockaddr>) -> R) -> R {
    withUnsafeMutablePointer(to: &self) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
    }
  }
}
