import Glibc
import WorkerPools
import WorkerPoolsPosix

// Hosts whose standard streams lead to what nobody reads.

/// What a standard stream leads to.
enum HostStream: String, Codable, CaseIterable, Sendable {
  case pipeWithoutReader
  case socketWithoutReader
  case terminalHungUp
  case fullDevice
  case fileAtItsLimit
  case stuckPipe
  case stuckSocket
  case stuckTerminal

  /// Whether it takes nothing more, and may do so later.
  var isStuck: Bool { [.stuckPipe, .stuckSocket, .stuckTerminal].contains(self) }

  /// Puts it in the place of that descriptor; it stays so to the end of the process.
  func place(at number: Int32) throws {
    let (stream, other) = try open()
    dup2(stream.rawValue, number)
    try stream.close()
    if !isStuck { try? other?.close() }
  }

  private func open() throws -> (FileDescriptor, FileDescriptor?) {
    switch self {
    case .pipeWithoutReader, .stuckPipe:
      let pipe = try Pipe()
      return (pipe.writing, pipe.reading)
    case .socketWithoutReader, .stuckSocket:
      let pair = try SocketPair()
      return (pair.theirs, pair.ours)
    case .terminalHungUp, .stuckTerminal:
      let master = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      var number: UInt32 = 0
      var lock: Int32 = 0
      // TIOCGPTN and TIOCSPTLCK.
      guard ioctl(master, 0x8004_5430, &number) == 0, ioctl(master, 0x4004_5431, &lock) == 0 else {
        throw Unavailable()
      }
      let slave = Glibc.open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
      return (FileDescriptor(rawValue: slave), FileDescriptor(rawValue: master))
    case .fullDevice: return (FileDescriptor(rawValue: Glibc.open("/dev/full", O_WRONLY | O_CLOEXEC)), nil)
    case .fileAtItsLimit:
      let file = try TemporaryFile.openUnlinked(in: "/tmp")
      let limit = 64 << 20
      ftruncate(file.rawValue, limit)
      lseek(file.rawValue, 0, SEEK_END)
      var limits = rlimit(rlim_cur: rlim_t(limit), rlim_max: rlim_t(limit))
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limits)
      return (file, nil)
    }
  }

  struct Unavailable: Error {}
}

/// Writes so many bytes to standard error; returns what the last write did.
enum FloodError: WorkerFunction {
  static func run(_ input: Int) -> Int {
    let bytes = [UInt8](repeating: 65, count: input)
    return (try? FileSystemAccess.write(bytes, to: .standardError)) == nil ? -1 : input
  }
}

/// Has a pool whose tasks write to a standard error that is in that state, and returns what came of it.
enum PoolWithStream: WorkerFunction {
  struct Input: Codable, Sendable {
    let stream: HostStream
    /// Whether standard output is in that state, too.
    let both: Bool
    let method: StartMethod
  }

  struct Report: Codable, Sendable, Equatable {
    var lines = 0
    var floods = 0
    var others = 0
    var grownBytes = 0
    var joinError: String?
  }

  static func run(_ input: Input) throws -> Report {
    try input.stream.place(at: STDERR_FILENO)
    if input.both { try input.stream.place(at: STDOUT_FILENO) }
    let pool = try input.method.make(3)
    var report = Report()
    for number in 0..<3 { report.lines += try pool.run(.printError("line \(number)")) == 0 ? 1 : 0 }
    let before = ProcessMemory.anonymousBytes() ?? 0
    let floods = try (0..<2).map { _ in try pool.applyAsync(FloodError.self, 8 << 20) }
    // Workers that are not held up end what they were given; the others are not asked for it.
    if !input.stream.isStuck {
      for flood in floods { report.floods += try flood.get(timeout: .seconds(50)) > 0 ? 1 : 0 }
    }
    // For as long as it takes until all that is kept of them is full.
    if input.stream.isStuck { _ = floods[0].wait(timeout: .milliseconds(300)) }
    for number in 0..<20 { report.others += try pool.run(.double(number)) == 2 * number ? 1 : 0 }
    report.grownBytes = (ProcessMemory.anonymousBytes() ?? 0) - before
    if input.stream.isStuck { pool.terminate() } else { pool.close() }
    do { try pool.join(timeout: .seconds(20)) } catch { report.joinError = "\(error)" }
    return report
  }
}

/// Has tasks print to a standard output in that state; returns the error of one that does, and whether the pool ended.
enum PoolWithOutput: WorkerFunction {
  static func run(_ input: PoolWithStream.Input) throws -> [String] {
    try input.stream.place(at: STDOUT_FILENO)
    let pool = try input.method.make(1)
    let result = try pool.start(.print(String(repeating: "x", count: 1 << 20)))
    var seen: [String] = []
    if input.stream.isStuck {
      seen.append(result.wait(timeout: .milliseconds(200)) ? "ended" : "waits")
    } else {
      do { seen.append("\(try result.get(timeout: .seconds(20)))") } catch { seen.append("\(error)") }
    }
    pool.terminate()
    try pool.join(timeout: .seconds(20))
    return seen
  }
}

/// Has a standard error that is stuck until it leads to a file, and returns the text of the file.
enum ReplaceStream: WorkerFunction {
  static func run(_ input: StartMethod) throws -> String {
    try HostStream.stuckPipe.place(at: STDERR_FILENO)
    while case .taken = SharedStream(.standardError).write([UInt8](repeating: 10, count: 1 << 12)[...]) {}
    let pool = try input.make(1)
    for number in 0..<3 { _ = try pool.run(.printError("line \(number)")) }
    let file = try TemporaryFile.openUnlinked(in: "/tmp")
    dup2(file.rawValue, STDERR_FILENO)
    _ = try pool.run(.printError("line 3"))
    func text() -> String { FileSystemAccess.text(of: "/proc/self/fd/\(file.rawValue)") ?? "" }
    // Without a close, which would wait for the lines: the pool goes on.
    while !text().contains("line 3") { MonotonicTime.sleep(nanoseconds: 1_000_000) }
    try pool.closeAndJoin()
    return text()
  }
}

/// Has a reader of standard error that goes away while a task waits for it; returns what the task returned.
enum LoseReader: WorkerFunction {
  static func run(_ input: StartMethod) throws -> Int {
    let pipe = try Pipe()
    dup2(pipe.writing.rawValue, STDERR_FILENO)
    try pipe.writing.close()
    let pool = try input.make(1)
    let flood = try pool.applyAsync(FloodError.self, 1 << 20)
    _ = flood.wait(timeout: .milliseconds(200))
    try pipe.reading.close()
    let count = try flood.get(timeout: .seconds(20))
    try pool.closeAndJoin()
    return count
  }
}

/// Starts a process that has left the worker's group and fills its standard error without end.
enum StartNoise: WorkerFunction {
  static func run(_ input: Int) throws -> Int32 {
    var launch = Launch(path: "setsid", arguments: ["setsid", "sh", "-c", "exec yes >&2"])
    launch.searchesPath = true
    // Where it led a group already, it would have a child do it.
    launch.processGroup = .inherited
    let noise = try ChildProcess.spawn(launch)
    _ = Unmanaged.passRetained(noise)
    return noise.pid
  }
}

/// Has a task leave such a process behind, and returns what other tasks returned and how the pool ended.
enum PoolBesideNoise: WorkerFunction {
  struct Input: Codable, Sendable {
    let isStuck: Bool
    let terminates: Bool
    let method: StartMethod
  }

  static func run(_ input: Input) throws -> Int {
    if input.isStuck {
      try HostStream.stuckPipe.place(at: STDERR_FILENO)
    } else {
      dup2(open("/dev/null", O_WRONLY), STDERR_FILENO)
    }
    let pool = try input.method.make(2) { $0.maxTasksPerWorker = 5 }
    let noise = try ProcessWatch(pid: pool.apply(StartNoise.self, 0))
    let more = try ProcessWatch(pid: pool.apply(StartNoise.self, 0))
    let sum = try (0..<20).map { try pool.run(.double($0)) }.reduce(0, +)
    if input.terminates { pool.terminate() } else { pool.close() }
    try pool.join(timeout: .seconds(20))
    // Nobody reads what they write any more.
    _ = try (noise.waitForEnd(), more.waitForEnd())
    return sum
  }
}

/// Crashes with a reason and more text behind it than a pool keeps.
enum CrashAtLength: WorkerFunction {
  static func run(_ input: Int) throws -> Int {
    try FileSystemAccess.write(Array("File.swift:7: Fatal error: as ordered\n".utf8), to: .standardError)
    for number in 0..<input { try FileSystemAccess.write(Array("\(number) in a frame\n".utf8), to: .standardError) }
    SignalNumber.send(SignalNumber.kill, to: ProcessImage.processIdentifier)
    return 0
  }
}

/// Has a task that survives what looks like a crash, and one that is killed later; returns the error of the second.
enum SurviveFatalError: WorkerFunction {
  static func run(_ input: StartMethod) throws -> String {
    let file = try TemporaryFile.openUnlinked(in: "/tmp")
    dup2(file.rawValue, STDERR_FILENO)
    let pool = try input.make(1)
    _ = try pool.run(.printError("Fatal error: of somebody else"))
    while FileSystemAccess.text(of: "/proc/self/fd/\(file.rawValue)")?.isEmpty ?? true { sched_yield() }
    _ = try pool.run(.double(1))
    var seen = ""
    do { _ = try pool.run(.kill(9)) } catch { seen = "\(error)" }
    try pool.closeAndJoin()
    return seen
  }
}
