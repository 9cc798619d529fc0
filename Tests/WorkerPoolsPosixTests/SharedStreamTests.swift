import Glibc
import Testing
import WorkerPoolsPosix

@Suite("Streams that others share")
struct SharedStreamTests {
  private let large = [UInt8](repeating: 65, count: 1 << 20)[...]

  /// Writes until the stream takes no more.
  private func fill(_ file: FileDescriptor, reopens: Bool = true) -> SharedStream.Outcome {
    while true {
      let outcome = SharedStream(file, reopens: reopens).write(large)
      guard case .taken = outcome else { return outcome }
    }
  }

  private func flags(_ file: FileDescriptor) -> Int32 {
    let text = FileSystemAccess.text(of: "/proc/self/fdinfo/\(file.rawValue)") ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("flags:") } ?? ""
    return Int32(line.split(separator: "\t").last ?? "", radix: 8) ?? -1
  }

  private struct Terminal {
    let master: FileDescriptor
    let slave: FileDescriptor

    init() throws {
      master = FileDescriptor(rawValue: open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC))
      var number: UInt32 = 0
      var lock: Int32 = 0
      // TIOCGPTN and TIOCSPTLCK.
      try #require(ioctl(master.rawValue, 0x8004_5430, &number) == 0 && ioctl(master.rawValue, 0x4004_5431, &lock) == 0)
      slave = FileDescriptor(rawValue: open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC))
      try #require(slave.rawValue >= 0)
    }
  }

  private func hasRoom(_ file: FileDescriptor, reopens: Bool, withinNs span: Int) -> Bool {
    SharedStream(file, reopens: reopens).waitForRoom(timeoutNs: span)
  }

  private func write(_ file: FileDescriptor, reopens: Bool = true) -> SharedStream.Outcome {
    SharedStream(file, reopens: reopens).write(large)
  }

  @Test(
    "that nobody reads are full, do not block, and stay as they are", .timeLimit(.minutes(20)),
    arguments: [true, false])
  func full(reopens: Bool) throws {
    let pipe = try Pipe()
    defer { pipe.close() }
    let before = flags(pipe.writing)
    #expect(fill(pipe.writing, reopens: reopens) == .full)
    #expect(flags(pipe.writing) == before && before & O_NONBLOCK == 0)
    #expect(!hasRoom(pipe.writing, reopens: reopens, withinNs: 1_000_000))
    _ = Pipe.readAvailable(pipe.reading, maximum: 1 << 16)
    #expect(hasRoom(pipe.writing, reopens: reopens, withinNs: 60_000_000_000))
  }

  @Test("whose reader is gone refuse, and no signal is left", .timeLimit(.minutes(20)), arguments: [true, false])
  func gone(reopens: Bool) throws {
    let pipe = try Pipe()
    try pipe.reading.close()
    defer { try? pipe.writing.close() }
    #expect(write(pipe.writing, reopens: reopens) == .refused)
    let pair = try SocketPair()
    try pair.ours.close()
    defer { try? pair.theirs.close() }
    #expect(write(pair.theirs) == .refused)
    var pending = sigset_t()
    sigpending(&pending)
    #expect(sigismember(&pending, SIGPIPE) == 0)
  }

  @Test("that are sockets do not block either", .timeLimit(.minutes(20)))
  func sockets() throws {
    let pair = try SocketPair()
    defer { pair.close() }
    #expect(fill(pair.theirs) == .full)
    #expect(flags(pair.theirs) & O_NONBLOCK == 0)
  }

  @Test(
    "that are terminals do not block, and refuse when they were hung up", .timeLimit(.minutes(20)),
    arguments: [true, false])
  func terminals(reopens: Bool) throws {
    let terminal = try Terminal()
    defer { try? terminal.slave.close() }
    #expect(fill(terminal.slave, reopens: reopens) == .full)
    try terminal.master.close()
    #expect(write(terminal.slave, reopens: reopens) == .refused)
  }

  @Test("that are closed or full for good refuse", .timeLimit(.minutes(20)))
  func refusing() throws {
    let full = FileDescriptor(rawValue: open("/dev/full", O_WRONLY | O_CLOEXEC))
    defer { try? full.close() }
    #expect(write(full) == .refused)
    #expect(write(FileDescriptor(rawValue: 1 << 19)) == .refused)
  }

  @Test("get all bytes in order where they are read", .timeLimit(.minutes(20)), arguments: [true, false])
  func order(reopens: Bool) throws {
    let pipe = try Pipe()
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let reader = try PlatformThread.start {
      var seen: [UInt8] = []
      while seen.count < bytes.count {
        var entries = [PollEntry(pipe.reading, .readable)]
        _ = try? poll(&entries, timeoutNs: nil)
        seen += Pipe.readAvailable(pipe.reading, maximum: 5000) ?? []
      }
      #expect(seen == bytes)
    }
    SharedStream.write(bytes, to: pipe.writing, withinNs: 60_000_000_000)
    reader.join()
    pipe.close()
  }
}
