import Glibc
import Synchronization
import WorkerPoolsPosix

@testable import WorkerPools

// Hosts and tasks that look at what a worker finds when it starts.

/// What the open descriptors of a process lead to.
enum ListDescriptors: WorkerFunction {
  static func run(_ input: Int) throws -> [Int: String] {
    var found: [Int: String] = [:]
    for name in try FileSystemAccess.entries(of: "/proc/self/fd") {
      guard let target = FileSystemAccess.linkTarget("/proc/self/fd/\(name)"), let number = Int(name) else { continue }
      // The folder that is being read is none of the process's own.
      if !target.hasPrefix("/proc/") { found[number] = target.hasPrefix("socket:") ? "socket" : target }
    }
    return found
  }
}

/// Has a descriptor that is not closed by itself, and lists those of a unit of each method.
enum DescriptorsOfUnits: WorkerFunction {
  static func run(_ input: Int) throws -> [[Int: String]] {
    let file = try TemporaryFile.openUnlinked(in: "/tmp")
    _ = dup2(file.rawValue, 40)
    return try StartMethod.allCases.map { method in
      // The second: a fork server must forget what it passed to the first.
      _ = try UnitProcess.spawn(ListDescriptors.self, 0, startMethod: method).collect()
      return try UnitProcess.spawn(ListDescriptors.self, 0, startMethod: method).collect().output
    }
  }
}

/// What a process blocks, ignores and catches, and whether it leads its group and its session.
enum ListSignals: WorkerFunction {
  struct State: Codable, Sendable, Equatable {
    let sets: [UInt64]
    let leadsGroup: Bool
    let leadsSession: Bool
  }

  /// Signals 32 and 33, which the C library catches once there has been a second thread.
  private static let ownSignalsOfLibrary: UInt64 = 0b11 << 31

  static func run(_ input: Int) -> State {
    let text = FileSystemAccess.text(of: "/proc/self/status") ?? ""
    let names = ["SigBlk", "SigIgn", "SigCgt"]
    let sets = text.split(separator: "\n").filter { line in names.contains { line.hasPrefix($0) } }.map { line in
      UInt64(line.suffix(16), radix: 16).map { $0 & ~ownSignalsOfLibrary } ?? 0
    }
    return State(sets: sets, leadsGroup: getpgid(0) == getpid(), leadsSession: getsid(0) == getpid())
  }
}

/// Blocks and ignores signals, and lists those of a unit of each method.
enum SignalsOfUnits: WorkerFunction {
  static func run(_ input: Int) throws -> [ListSignals.State] {
    signal(SIGPIPE, SIG_IGN)
    var blocked = sigset_t()
    sigemptyset(&blocked)
    sigaddset(&blocked, SIGTERM)
    sigprocmask(SIG_BLOCK, &blocked, nil)
    return try StartMethod.allCases.map {
      try UnitProcess.spawn(ListSignals.self, 0, startMethod: $0).collect().output
    }
  }
}

/// Has units print into a file that became standard output after the first unit, and returns its text.
enum PrintInUnits: WorkerFunction {
  struct Input: Codable, Sendable {
    let count: Int
    let method: StartMethod
  }

  static func run(_ input: Input) throws -> String {
    _ = try UnitProcess.spawn(RunJob.self, .pid, startMethod: input.method).collect()
    let file = try TemporaryFile.openUnlinked(in: "/tmp")
    dup2(file.rawValue, STDOUT_FILENO)
    print("host")
    FileSystemAccess.flushOutput()
    for number in 0..<input.count {
      _ = try UnitProcess.spawn(RunJob.self, .print("line \(number)"), startMethod: input.method).collect()
    }
    return FileSystemAccess.text(of: "/proc/self/fd/\(file.rawValue)") ?? ""
  }
}

/// Has a process of its own look for what would make it a worker; returns that process's exit code.
enum AskGrandchild: WorkerFunction {
  static func run(_ input: Int) throws -> Int32 {
    let script = "test -z \"$WORKERPOOLS_WORKER\" && ! test -e /proc/self/fd/3"
    let child = try ChildProcess.spawn(Launch(path: "/bin/sh", arguments: ["sh", "-c", script]))
    guard case .exited(let code) = child.wait().status else { return -1 }
    return code
  }
}

/// Counts under a lock from three threads, one of them the task's own.
enum ContendForLock: WorkerFunction {
  static func run(_ input: Int) throws -> Int {
    let count = Mutex(0)
    @Sendable func work() {
      for step in 0..<input { count.withLock { $0 += step % 1000 == 0 ? pause() : 1 } }
    }
    let threads = try (0..<2).map { _ in try PlatformThread.start { work() } }
    work()
    for thread in threads { thread.join() }
    return count.withLock { $0 }
  }

  /// Holds the lock for so long that the other threads come to wait for it in the kernel.
  private static func pause() -> Int {
    MonotonicTime.sleep(nanoseconds: 100_000)
    return 1
  }
}

/// Has a thread wait for a constant that the task's own thread is making, by a lock of the Swift runtime.
enum ContendForConstant: WorkerFunction {
  private static let isBeingMade = Atomic(false)
  private static let constant = {
    isBeingMade.store(true, ordering: .releasing)
    // For so long that the other thread comes to wait in the kernel.
    MonotonicTime.sleep(nanoseconds: 50_000_000)
    return 21
  }()

  static func run(_ input: Int) throws -> Int {
    let seen = Mutex(0)
    let thread = try PlatformThread.start {
      while !isBeingMade.load(ordering: .acquiring) { MonotonicTime.sleep(nanoseconds: 100_000) }
      let value = constant
      seen.withLock { $0 = value }
    }
    let own = constant
    thread.join()
    return own + seen.withLock { $0 }
  }
}

/// The number of the thread that runs the task as the C library's locks have it.
enum RecursiveLockOwner: WorkerFunction {
  static func run(_ input: Int) -> Int32 {
    var attributes = pthread_mutexattr_t()
    pthread_mutexattr_init(&attributes)
    pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_RECURSIVE))
    var mutex = pthread_mutex_t()
    pthread_mutex_init(&mutex, &attributes)
    pthread_mutex_lock(&mutex)
    return mutex.__data.__owner
  }
}

/// Starts units one after the other and returns what the process had before and after.
enum CycleUnits: WorkerFunction {
  static func run(_ input: PrintInUnits.Input) throws -> [Census] {
    func cycle(_ job: Job) throws {
      _ = try? UnitProcess.spawn(RunJob.self, job, startMethod: input.method).collect()
    }
    try cycle(.pid)
    let before = try Census.take()
    for number in 0..<input.count { try cycle(number % 4 == 3 ? .exit(3) : .double(number)) }
    return [before, try Census.take()]
  }
}

/// Has units while children that end leave nothing to wait for.
enum UnitsUnderIgnoredSignal: WorkerFunction {
  static func run(_ input: StartMethod) throws -> [String] {
    signal(SIGCHLD, SIG_IGN)
    return try [Job.double(21), .exit(5), .double(4)].map { job in
      do {
        return "\(try UnitProcess.spawn(RunJob.self, job, startMethod: input).collect().output)"
      } catch let error as PoolError {
        return error.code == .workerDied ? "died" : "\(error)"
      }
    }
  }
}

/// The names and values of all variables: the host's own, and those of a unit of each start method.
enum VariablesOfUnits: WorkerFunction {
  static func run(_ input: Int) throws -> [[String]] {
    let ofUnits = try StartMethod.allCases.map {
      try UnitProcess.spawn(ReadVariables.self, 0, startMethod: $0).collect().output
    }
    return [ReadVariables.run(0)] + ofUnits
  }
}

enum ReadVariables: WorkerFunction {
  static func run(_ input: Int) -> [String] {
    var variables: [String] = []
    var entry = environ
    while let text = entry.pointee {
      variables.append(String(cString: text))
      entry += 1
    }
    return variables.sorted()
  }
}
