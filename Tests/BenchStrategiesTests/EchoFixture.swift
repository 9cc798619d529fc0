import WorkerPoolsPosix

/// A small echo server: a thread that accepts, and a thread for each connection.
///
/// With a gate it answers nobody before that many requests have come.
final class EchoFixture: Sendable {
  let port: Int
  private let listener: FileDescriptor
  private let acceptor: PlatformThread
  private let state: ConditionLock<State>

  private struct State {
    var requests = 0
    var isOver = false
  }

  init(gate: Int = 0) throws {
    let (listener, state) = (try Loopback.listen(), ConditionLock(State()))
    self.listener = listener.listener
    self.state = state
    port = listener.port
    acceptor = try PlatformThread.start(name: "echo-accept") {
      while let client = try? Loopback.accept(listener.listener) {
        if state.withLock({ $0.isOver }) { return Self.close(client) }
        _ = try? PlatformThread.start(name: "echo", stackSize: 1 << 18) { Self.serve(client, state, gate) }
      }
    }
  }

  deinit {
    state.withLock { $0.isOver = true }
    // A last connection wakes the thread that accepts.
    try? Loopback.connect(port: port).close()
    acceptor.join()
    try? listener.close()
  }

  /// Blocks until a first request has come.
  func awaitRequest() { state.waiting(while: { $0.requests == 0 }) }

  /// Whether a request has come.
  var hasRequest: Bool { state.withLock { $0.requests > 0 } }

  private static func close(_ client: FileDescriptor) { try? client.close() }

  private static func serve(_ client: FileDescriptor, _ state: ConditionLock<State>, _ gate: Int) {
    defer { close(client) }
    while let request = try? Loopback.receive(16, from: client) {
      state.withLock { $0.requests += 1 }
      state.broadcast()
      state.waiting(while: { $0.requests < gate })
      let thinkNs = request.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
      MonotonicTime.sleep(nanoseconds: Int(thinkNs))
      guard (try? Loopback.send(Array(request[8...]), to: client)) != nil else { return }
    }
  }
}
