import Glibc
import WorkerPoolsPosix

@testable import WorkerPools

// Hosts whose standard streams are closed, or lead to a terminal.

/// Opens a file as a task would, and returns its number.
enum OpenFile: WorkerFunction {
  static func run(_ input: Int) throws -> Int32 { open("/dev/null", O_RDWR | O_CLOEXEC) }
}

/// Closes standard streams before or after it makes a pool whose workers serve one task each.
enum CloseStreams: WorkerFunction {
  struct Input: Codable, Sendable {
    let streams: [Int32]
    let method: StartMethod
    let closesFirst: Bool
  }

  struct Report: Codable, Sendable {
    var outputs: [Int] = []
    /// What the streams of a pool's worker and of a unit lead to.
    var workerStreams: [Int: String] = [:]
    var unitStreams: [Int: String] = [:]
    /// The number that a file gets in a worker.
    var firstFile: Int32 = -1
    /// Which of the closed streams are open while the pool lives, and after its end.
    var taken: [Int32] = []
    var takenAtEnd: [Int32] = []
  }

  static func run(_ input: Input) throws -> Report {
    if input.closesFirst { closeAll(input.streams) }
    let pool = try input.method.make(2) { $0.maxTasksPerWorker = 1 }
    let threads = try ThreadPool.make(1)
    if !input.closesFirst {
      try pool.awaitReady()
      closeAll(input.streams)
      // The workers that were there before.
      for _ in 0..<2 { _ = try pool.run(.double(1)) }
    }
    var report = Report()
    let bytes = [UInt8](repeating: 7, count: 1 << 20)
    for job in [Job.print("out"), .printError("err"), .double(21)] { report.outputs.append(try pool.run(job)) }
    report.outputs.append(try pool.apply(Echo<[UInt8]>.self, bytes) == bytes ? 1 : 0)
    report.outputs.append(try threads.submit(.double(4), callback: { _ in }, errorCallback: nil).get())
    report.workerStreams = try pool.apply(ListDescriptors.self, 0)
    report.unitStreams = try UnitProcess.spawn(ListDescriptors.self, 0, startMethod: input.method).collect().output
    report.firstFile = try pool.apply(OpenFile.self, 0)
    report.taken = lasting(input.streams)
    try pool.closeAndJoin()
    try threads.closeAndJoin()
    report.takenAtEnd = lasting(input.streams)
    return report
  }

  private static func closeAll(_ streams: [Int32]) {
    for stream in streams { close(stream) }
  }

  /// Those that stay open; a thread may be about to move a descriptor away.
  private static func lasting(_ streams: [Int32]) -> [Int32] {
    var open = streams
    for _ in 0..<1000 where !open.isEmpty {
      open = open.filter { fcntl($0, F_GETFD) != -1 }
      MonotonicTime.sleep(nanoseconds: 100_000)
    }
    return open
  }
}

/// Has files that are closed on exec where standard output and standard error were, and lists those of a unit.
enum ReuseStreams: WorkerFunction {
  static func run(_ input: StartMethod) throws -> [Int: String] {
    for stream in [STDOUT_FILENO, STDERR_FILENO] {
      close(stream)
      _ = open("/proc/self/status", O_RDONLY | O_CLOEXEC)
    }
    return try UnitProcess.spawn(ListDescriptors.self, 0, startMethod: input).collect().output
  }
}

/// Has a terminal that stops background groups which write to it, and workers that print there; returns what appeared.
enum PrintOnTerminal: WorkerFunction {
  static func run(_ input: StartMethod) throws -> String {
    let (keyboard, screen) = try makeTerminal()
    for stream in [STDOUT_FILENO, STDERR_FILENO] { dup2(screen, stream) }
    let pool = try input.make(1)
    let result = try pool.start(.print("from a pool"))
    let isDone = result.wait(timeout: .seconds(20))
    let unit = try UnitProcess.spawn(RunJob.self, .print("from a unit"), startMethod: input)
    if isDone { _ = try unit.collect() }
    try pool.terminateAndJoin()
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = isDone ? read(keyboard, &bytes, bytes.count) : 0
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }

  // TIOCSPTLCK and TIOCGPTN, which Swift does not see.
  private static let unlock: UInt = 0x4004_5431
  private static let askNumber: UInt = 0x8004_5430

  /// A terminal that is this process's own, which leads a session.
  private static func makeTerminal() throws -> (keyboard: Int32, screen: Int32) {
    let keyboard = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var isLocked: Int32 = 0
    var number: Int32 = -1
    guard ioctl(keyboard, Self.unlock, &isLocked) == 0, ioctl(keyboard, Self.askNumber, &number) == 0 else {
      throw MissingValue()
    }
    let screen = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    var modes = termios()
    guard screen >= 0, ioctl(screen, UInt(TIOCSCTTY), 0) == 0, tcgetattr(screen, &modes) == 0 else {
      throw MissingValue()
    }
    modes.c_lflag |= tcflag_t(TOSTOP)
    guard tcsetattr(screen, TCSANOW, &modes) == 0 else { throw MissingValue() }
    return (keyboard, screen)
  }
}
