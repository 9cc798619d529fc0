import Glibc
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

// Hosts that look at what the threads of pools do to signals.

/// Signals as the bits of a line in procfs.
enum SignalBits {
  static func of(_ signals: [Int32]) -> UInt64 { signals.reduce(0) { $0 | 1 << UInt64($1 - 1) } }

  /// The calling thread's blocked ones.
  static var blockedHere: UInt64 { blocked(in: "/proc/thread-self/status") }

  static func blocked(in path: String) -> UInt64 {
    let line = (FileSystemAccess.text(of: path) ?? "").split(separator: "\n").first { $0.hasPrefix("SigBlk") }
    return line.flatMap { UInt64($0.suffix(16), radix: 16) } ?? .max
  }

  /// What an internal thread blocks: nothing can block SIGKILL and SIGSTOP, and 32 and 33 are the C library's own.
  static let internalThread =
    ~of([SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT, SIGPROF, SIGKILL, SIGSTOP, 32, 33])
}

/// Has both pools, made by a thread that blocks SIGUSR2, and returns what all their threads block.
enum MasksOfPools: WorkerFunction {
  struct Report: Codable, Sendable {
    /// By thread name, of threads that run no tasks.
    let internalThreads: [String: UInt64]
    let tasks: [UInt64]
    let callbacks: [UInt64]
    let worker: ListSignals.State
  }

  static func run(_ input: StartMethod) throws -> Report {
    let (processes, threads) = try blocking(SIGUSR2) { (try input.make(1), try ThreadPool.make(1)) }
    let callbacks = Locked<[UInt64]>([])
    let note = { @Sendable (_: Int) in callbacks.withLock { $0.append(SignalBits.blockedHere) } }
    for number in 0..<20 {
      _ = try processes.submit(.double(number), callback: note, errorCallback: nil).get()
      _ = try threads.submit(.double(number), callback: note, errorCallback: nil).get()
    }
    _ = try processes.run(.printError("so that there is a thread for it"))
    try eventually { try threadNames().values.contains { $0.hasSuffix("-err") } }
    try threads.resize(to: 3)
    let gate = try Gate()
    let port = gate.port
    let results = try (0..<3).map { _ in
      try threads.applyAsync {
        try Gate.wait(port: port)
        return SignalBits.blockedHere
      }
    }
    for arrival in try gate.arrivals(3) { arrival.release() }
    let report = Report(
      internalThreads: try internalThreads(), tasks: try results.map { try $0.get() },
      callbacks: callbacks.withLock { $0 }, worker: try processes.apply(ListSignals.self, 0))
    try processes.closeAndJoin()
    try threads.closeAndJoin()
    return report
  }

  private static func blocking<Result>(_ signal: Int32, _ body: () throws -> Result) rethrows -> Result {
    let before = SignalMask.current
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, signal)
    pthread_sigmask(SIG_BLOCK, &set, nil)
    defer { before.apply() }
    return try body()
  }

  /// The names of the process's threads by their numbers.
  private static func threadNames() throws -> [String: String] {
    let threads = try FileSystemAccess.entries(of: "/proc/self/task")
    return Dictionary(
      uniqueKeysWithValues: threads.map { thread in
        (thread, (FileSystemAccess.text(of: "/proc/self/task/\(thread)/comm") ?? "").filter { $0 != "\n" })
      })
  }

  /// Those of the process that are neither its first thread nor run tasks; they all wait.
  private static func internalThreads() throws -> [String: UInt64] {
    var found: [String: UInt64] = [:]
    for (thread, name) in try threadNames() where Int32(thread) != getpid() {
      if ["threads-0", "threads-1", "threads-2"].contains(name) { continue }
      var blocked = UInt64.max
      // One that has just run a callback goes back to sleep.
      eventually {
        blocked = SignalBits.blocked(in: "/proc/self/task/\(thread)/status")
        return blocked == SignalBits.internalThread
      }
      found[name] = blocked
    }
    return found
  }
}

/// Waits for SIGTERM, which is sent to the process again and again, beside busy pools; returns how often it came.
enum WaitForSignalBesidePools: WorkerFunction {
  static func run(_ input: StartMethod) throws -> Int {
    let processes = try input.make(2)
    let calls = Locked(0)
    _ = try processes.submit(.double(1), callback: { _ in calls.withLock { $0 += 1 } }, errorCallback: nil).get()
    _ = try processes.run(.printError("so that there is a thread for it"))
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGTERM)
    pthread_sigmask(SIG_BLOCK, &set, nil)
    // Its threads block what their creator blocks.
    let threads = try ThreadPool.make(2)
    var count = 0
    for _ in 0..<100 {
      kill(getpid(), SIGTERM)
      var number: Int32 = 0
      if sigwait(&set, &number) == 0, number == SIGTERM { count += 1 }
    }
    try processes.closeAndJoin()
    try threads.closeAndJoin()
    return count
  }
}

/// Drops open pools, and has a worker write, while nobody reads standard error.
///
/// Returns how often it came to the end, and whether a signal was left behind.
enum LogWithoutReader: WorkerFunction {
  static func run(_ input: StartMethod) throws -> [Bool] {
    let pipe = try Pipe()
    dup2(pipe.writing.rawValue, STDERR_FILENO)
    pipe.close()
    do {
      let pool = try input.make(1)
      for _ in 0..<20 { _ = try pool.run(.printError("to nobody")) }
    }
    _ = try ThreadPool.make(1)
    try threadPoolWithCallback()
    var pending = sigset_t()
    sigpending(&pending)
    return [sigismember(&pending, SIGPIPE) == 1, SignalBits.blockedHere & SignalBits.of([SIGPIPE]) != 0]
  }

  /// Has the default handler say what a callback threw.
  private static func threadPoolWithCallback() throws {
    let pool = try ThreadPool.make(1)
    _ = try pool.submit(.double(1), callback: { _ in throw MissingValue() }, errorCallback: nil).get()
    try pool.closeAndJoin()
  }
}
