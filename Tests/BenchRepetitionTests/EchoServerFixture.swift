import WorkerPoolsPosix

/// An echo server for the one connection of a serial repetition after another; answers at once.
final class EchoServerFixture: Sendable {
  let port: Int
  private let listener: FileDescriptor
  private let thread: PlatformThread
  private let isOver: ConditionLock<Bool>

  init() throws {
    let (listener, isOver) = (try Loopback.listen(), ConditionLock(false))
    (self.listener, self.isOver, port) = (listener.listener, isOver, listener.port)
    thread = try PlatformThread.start(name: "echo") {
      while let client = try? Loopback.accept(listener.listener), !isOver.withLock({ $0 }) {
        while let request = try? Loopback.receive(16, from: client) {
          guard (try? Loopback.send(Array(request[8...]), to: client)) != nil else { break }
        }
        try? client.close()
      }
    }
  }

  deinit {
    isOver.withLock { $0 = true }
    // A last connection wakes the thread that accepts.
    try? Loopback.connect(port: port).close()
    thread.join()
    try? listener.close()
  }
}
