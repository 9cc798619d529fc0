import Testing
import WorkerPoolsPosix

@Suite("Channels")
struct ChannelTests {
  @Test("frames of all sizes arrive whole and in order", .timeLimit(.minutes(20)))
  func frames() throws {
    let pair = try SocketPair()
    let frames = [0, 1, 100, 16_000, 16_384, 16_385, 1_000_000, 3].map { size in
      Frame(
        kind: 9, tag: UInt32(size), number: .max, stamp: -size,
        body: (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    }
    let sender = try PlatformThread.start {
      var channel = FrameChannel(pair.ours)
      #expect(throws: Never.self) { for frame in frames { try channel.send(frame) } }
    }
    var channel = FrameChannel(pair.theirs)
    for frame in frames { #expect(try channel.receive() == frame) }
    sender.join()
    #expect(throws: ChannelError.closed) { try channel.receive() }
  }

  @Test("a socket that is not to block never does", .timeLimit(.minutes(20)))
  func nonblocking() throws {
    let pair = try SocketPair()
    defer { pair.close() }
    var sender = FrameSender()
    var receiver = FrameReceiver()
    #expect(try receiver.next(from: pair.theirs, blocking: false) == nil)
    let frame = Frame(kind: 1, body: [UInt8](repeating: 5, count: 2_000_000))
    sender.append(frame)
    #expect(try sender.flush(to: pair.ours, blocking: false) == false)
    var received: Frame?
    while received == nil {
      received = try receiver.next(from: pair.theirs, blocking: false)
      try sender.flush(to: pair.ours, blocking: false)
    }
    #expect(received == frame)
    #expect(sender.isEmpty)
  }

  @Test("bytes that are no frame are refused", .timeLimit(.minutes(20)))
  func malformed() throws {
    let pair = try SocketPair()
    defer { pair.close() }
    try Loopback.send([UInt8](repeating: 1, count: 64), to: pair.ours)
    var receiver = FrameReceiver()
    #expect(throws: ChannelError.malformed) { try receiver.next(from: pair.theirs, blocking: true) }
  }

  @Test("a peer that goes without reading is told from one that has read", .timeLimit(.minutes(20)))
  func reset() throws {
    let pair = try SocketPair()
    var sender = FrameSender()
    sender.append(Frame(kind: 1))
    try sender.flush(to: pair.ours, blocking: true)
    try pair.theirs.close()
    var receiver = FrameReceiver()
    #expect(throws: ChannelError.reset) { try receiver.next(from: pair.ours, blocking: false) }
    #expect(throws: ChannelError.closed) { try receiver.next(from: pair.ours, blocking: false) }
    sender.append(Frame(kind: 1))
    #expect(throws: ChannelError.closed) { try sender.flush(to: pair.ours, blocking: true) }
    try pair.ours.close()
  }

  @Test("loopback connections carry bytes both ways and end cleanly", .timeLimit(.minutes(20)))
  func loopback() throws {
    let (listener, port) = try Loopback.listen()
    let client = try Loopback.connect(port: port)
    let server = try Loopback.accept(listener)
    try Loopback.send([1, 2, 3], to: client)
    #expect(try Loopback.receive(3, from: server) == [1, 2, 3])
    try server.close()
    #expect(try Loopback.receive(1, from: client) == nil)
    try client.close()
    try listener.close()
    let refused = #expect(throws: PosixError.self) { try Loopback.connect(port: port) }
    #expect(refused?.code == .connectionRefused)
  }
}
