package import WorkerPoolsPosix

/// One thread that serves all connections: it takes requests as they arrive and answers each when it is due.
package struct EchoServer: ~Copyable {
  private struct Peer {
    var socket: FileDescriptor
    var connection = EchoConnection()
  }

  private static let listenerToken: UInt64 = 0
  private static let lifelineToken: UInt64 = 1

  private let listener: FileDescriptor
  private let epoll: Epoll
  /// By tokens that are never used twice, so that an answer cannot reach a later connection with the same descriptor.
  private var peers: [UInt64: Peer] = [:]
  private var nextToken: UInt64 = 2
  private var schedule = EchoSchedule()
  private var chunk = [UInt8](repeating: 0, count: 4096)

  private init(listener: FileDescriptor, epoll: consuming Epoll) {
    self.listener = listener
    self.epoll = epoll
  }

  /// Serves those who connect to `listener`, which it closes in the end, until `lifeline` ends.
  package static func serve(listener: FileDescriptor, lifeline: FileDescriptor) throws {
    let epoll = try Epoll()
    try epoll.add(listener, token: listenerToken)
    try epoll.add(lifeline, token: lifelineToken)
    var server = EchoServer(listener: listener, epoll: epoll)
    try server.serve()
  }

  deinit {
    for peer in peers.values { try? peer.socket.close() }
    try? listener.close()
  }

  private mutating func serve() throws {
    while true {
      for event in try nextEvents() {
        switch event.token {
        case Self.lifelineToken: return
        case Self.listenerToken: accept()
        default: receive(event.token)
        }
      }
      while let answer = schedule.popDue(now: MonotonicTime.now()) {
        send(EchoConnection.bytes(answer.value), to: answer.connection)
      }
    }
  }

  /// Waits for events, at most until the next answer is due.
  ///
  /// epoll counts in milliseconds, rounded up: the last one before an answer is slept, so that it is not late.
  private mutating func nextEvents() throws -> [Epoll.Event] {
    let millisecond = 1_000_000
    guard let due = schedule.nextDueNs else { return try epoll.wait(until: nil) }
    let now = MonotonicTime.now()
    guard due - now < millisecond else { return try epoll.wait(until: due - millisecond) }
    let events = try epoll.wait(until: now)
    if events.isEmpty { MonotonicTime.sleep(until: due) }
    return events
  }

  private mutating func accept() {
    do {
      let socket = try Loopback.accept(listener)
      try epoll.add(socket, token: nextToken)
      peers[nextToken] = Peer(socket: socket)
      nextToken += 1
    } catch {
      // Out of descriptors, or the peer has gone again: the backlog keeps who waits, and a pause keeps from spinning.
      MonotonicTime.sleep(nanoseconds: 1_000_000)
    }
  }

  private mutating func receive(_ token: UInt64) {
    guard let socket = peers[token]?.socket else { return }
    let count = (try? chunk.withUnsafeMutableBytes { try socket.read(into: $0) }) ?? 0
    guard count > 0 else { return drop(token) }
    let now = MonotonicTime.now()
    for request in peers[token]?.connection.feed(chunk.prefix(count)) ?? [] {
      schedule.add(connection: token, value: request.value, thinkNs: request.thinkNs, now: now)
    }
  }

  private mutating func send(_ bytes: [UInt8], to token: UInt64) {
    guard let socket = peers[token]?.socket else { return }
    do {
      try Loopback.send(bytes, to: socket)
    } catch {
      drop(token)
    }
  }

  private mutating func drop(_ token: UInt64) {
    guard let peer = peers.removeValue(forKey: token) else { return }
    epoll.remove(peer.socket)
    try? peer.socket.close()
  }
}
