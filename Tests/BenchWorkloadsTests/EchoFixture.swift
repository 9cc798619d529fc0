import Testing
import WorkerPoolsPosix

/// A small echo server: a thread that accepts, and a thread for each connection.
final class EchoFixture: Sendable {
  let port: Int
  private let listener: FileDescriptor

  init() throws {
    (listener, port) = try Loopback.listen()
    let listener = listener
    _ = try PlatformThread.start(name: "echo-accept") {
      while let client = try? Loopback.accept(listener) {
        _ = try? PlatformThread.start(name: "echo") { Self.serve(client) }
      }
    }
  }

  // Shutting the listener down by connecting is not needed: closing it is enough once nobody accepts any more.
  deinit { try? listener.close() }

  private static func serve(_ client: FileDescriptor) {
    defer { try? client.close() }
    while let request = try? Loopback.receive(16, from: client) {
      let thinkNs = request.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
      MonotonicTime.sleep(nanoseconds: Int(thinkNs))
      guard (try? Loopback.send(Array(request[8...]), to: client)) != nil else { return }
    }
  }
}
