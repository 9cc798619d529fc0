import BenchDriver
import Testing
import WorkerPoolsPosix

@Suite("The echo server")
struct EchoServerTests {
  private func request(_ value: UInt64, thinkNs: UInt64) -> [UInt8] {
    EchoConnection.bytes(thinkNs) + EchoConnection.bytes(value)
  }

  private func answer(_ socket: FileDescriptor) throws -> UInt64 {
    EchoConnection.word(try #require(try Loopback.receive(8, from: socket))[...])
  }

  @Test("it answers each connection after its thinking time, and ends with its lifeline", .timeLimit(.minutes(20)))
  func service() throws {
    let (listener, port) = try Loopback.listen()
    let pair = try SocketPair()
    let thread = try PlatformThread.start { try? EchoServer.serve(listener: listener, lifeline: pair.theirs) }
    let clients = try (0..<20).map { _ in try Loopback.connect(port: port) }
    let start = MonotonicTime.now()
    for (index, client) in clients.enumerated() {
      try Loopback.send(request(UInt64(index), thinkNs: 20_300_000), to: client)
    }
    for (index, client) in clients.enumerated() { #expect(try answer(client) == UInt64(index)) }
    #expect(MonotonicTime.now() - start >= 20_300_000)
    // A client that leaves before its answer harms nobody.
    try Loopback.send(request(1, thinkNs: 1_000_000), to: clients[0])
    try clients[0].close()
    try Loopback.send(request(7, thinkNs: 3_000_000), to: clients[1])
    #expect(try answer(clients[1]) == 7)
    try pair.ours.close()
    thread.join()
    for client in clients.dropFirst() { try client.close() }
    try pair.theirs.close()
  }

  @Test("the driver learns the port, and why a server did not start", .timeLimit(.minutes(20)))
  func start() throws {
    let never = Interruption(nil)
    let server = try EchoServerProcess(
      command: ["/bin/sh", "-c", "echo 4711; cat"], watchdog: nil, interruption: never)
    #expect(server.port == 4711)
    server.close()
    #expect(throws: DriverError.self) {
      _ = try EchoServerProcess(command: ["/bin/false"], watchdog: nil, interruption: never)
    }
    #expect(throws: DriverError.self) {
      _ = try EchoServerProcess(command: ["/nonexistent"], watchdog: nil, interruption: never)
    }
  }
}
