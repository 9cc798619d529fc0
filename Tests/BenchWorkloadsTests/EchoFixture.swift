import WorkerPoolsPosix

/// A small echo server: a thread that accepts, and a thread for each connection.
final class EchoFixture: Sendable {
  let port: Int
  private let listener: FileDescriptor
  private let acceptor: PlatformThread
  private let isOver: ConditionLock<Bool>

  init() throws {
    let (listener, isOver) = (try Loopback.listen(), ConditionLock(false))
    self.listener = listener.listener
    self.isOver = isOver
    port = listener.port
    acceptor = try PlatformThread.start(name: "echo-accept") {
      while let client = try? Loopback.accept(listener.listener) {
        if isOver.withLock({ $0 }) { return Self.close(client) }
        _ = try? PlatformThread.start(name: "echo") { Self.serve(client) }
      }
    }
  }

  deinit {
    isOver.withLock { $0 = true }
    // A last connection wakes the thread that accepts.
    try? Loopback.connect(port: port).close()
    acceptor.join()
    try? listener.close()
  }

  private static func close(_ client: FileDescriptor) { try? client.close() }

  private static func serve(_ client: FileDescriptor) {
    defer { close(client) }
    while let request = try? Loopback.receive(16, from: client) {
      let thinkNs = request.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
      MonotonicTime.sleep(nanoseconds: Int(thinkNs))
      guard (try? Loopback.send(Array(request[8...]), to: client)) != nil else { return }
    }
  }
}
