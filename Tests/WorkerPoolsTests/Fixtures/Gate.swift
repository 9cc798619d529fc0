import WorkerPools
import WorkerPoolsPosix

/// A place where tasks, in this process or another, say that they have begun and wait to be let on.
final class Gate: Sendable {
  private let listener: FileDescriptor
  let port: Int

  init() throws { (listener, port) = try Loopback.listen() }

  deinit { try? listener.close() }

  /// A task that waits at the gate.
  struct Arrival {
    let pid: Int32
    private let socket: FileDescriptor

    init(_ socket: FileDescriptor) throws {
      self.socket = socket
      let bytes = try Loopback.receive(MemoryLayout<Int32>.size, from: socket) ?? [0, 0, 0, 0]
      pid = bytes.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
    }

    /// Lets the task go on, and blocks until it has left the gate, or its process is gone.
    func releaseAndWait() throws {
      try Loopback.send([0], to: socket)
      waitUntilGone()
      release()
    }

    /// Lets the task go on.
    func release() { try? socket.close() }

    /// Blocks until the task's process is gone.
    func waitUntilGone() { _ = try? Loopback.receive(1, from: socket) }
  }

  /// Blocks until the next task has come.
  func nextArrival() throws -> Arrival { try Arrival(try Loopback.accept(listener)) }

  /// Blocks until so many tasks wait at the same time.
  func arrivals(_ count: Int) throws -> [Arrival] { try (0..<count).map { _ in try nextArrival() } }

  /// The task's side: says that it has come and waits to be let on.
  static func wait(port: Int, as pid: Int32 = ProcessImage.processIdentifier) throws {
    let socket = try Loopback.connect(port: port)
    defer { try? socket.close() }
    try Loopback.send(withUnsafeBytes(of: pid) { Array($0) }, to: socket)
    _ = try? Loopback.receive(1, from: socket)
  }
}
