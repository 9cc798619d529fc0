import CRestrictions
import Glibc
import WorkerPoolsPosix

@testable import WorkerPools

// Hosts that run as processes of their own, on a system that says no.

/// What came of the attempt to have a pool.
struct Attempt: Codable, Sendable {
  var output: Int?
  var isTyped = false
  var errorNumber: Int32?
  var description = ""
  /// The descriptors, threads and children that there were more afterwards.
  var left: [Int] = []
}

extension Attempt {
  /// Makes a pool, has it run a task, and ends it.
  static func pool(
    _ method: StartMethod, _ choose: (inout ProcessPool.Configuration) -> Void = { _ in }
  ) -> Attempt {
    make {
      let pool = try method.make(2, choose)
      defer {
        pool.close()
        try? pool.join()
      }
      return try pool.run(.double(21))
    }
  }

  static func unit(_ method: StartMethod) -> Attempt {
    make { try UnitProcess.spawn(RunJob.self, .double(21), startMethod: method).collect().output }
  }

  private static func make(_ body: () throws -> Int) -> Attempt {
    var attempt = Attempt()
    let before = counts()
    do {
      attempt.output = try body()
    } catch let error as PoolError {
      attempt.isTyped = error.code == .cannotStart
      attempt.errorNumber = error.systemErrorNumber
      attempt.description = error.description
    } catch {
      attempt.description = "\(error)"
    }
    attempt.left = zip(counts(), before).map { $0 - $1 }
    return attempt
  }

  /// Without procfs there are only descriptors and children to be counted.
  private static func counts() -> [Int] {
    let descriptors = (0..<1024).count { fcntl(Int32($0), F_GETFD) != -1 }
    var information = siginfo_t()
    let hasChild = waitid(P_ALL, 0, &information, WEXITED | WNOHANG | WNOWAIT) == 0
    guard let census = try? Census.take() else { return [descriptors, hasChild ? 1 : 0] }
    return [descriptors, census.children, census.threads]
  }
}

/// Has a system call refused, and tries a pool or a unit.
enum WithoutCall: WorkerFunction {
  struct Input: Codable, Sendable {
    let call: String
    let code: Int32
    let method: StartMethod
    var isUnit = false
  }

  static func run(_ input: Input) throws -> Attempt {
    guard restrict_call(input.call, input.code) == 0 else { return Attempt(description: "cannot restrict") }
    return input.isUnit ? .unit(input.method) : .pool(input.method)
  }
}

/// Hides /proc, and tries pools: of this program, of its path, and of that with a limit of memory; empty where it cannot be
/// hidden.
enum WithoutProc: WorkerFunction {
  static func run(_ input: StartMethod) throws -> [Attempt] {
    let path = ProcessImage.executableFile()
    guard restrict_proc() == 0 else { return [] }
    return [
      .pool(input), .pool(input) { $0.executable = path },
      .pool(input) {
        $0.executable = path
        $0.maxMemoryPerWorker = 1 << 40
      },
    ]
  }
}

/// Tries pools with more and more descriptors, up to enough of them.
enum PoolsWithoutDescriptors: WorkerFunction {
  static func run(_ input: StartMethod) throws -> [Attempt] {
    let used = try Census.take().descriptors
    var attempts: [Attempt] = []
    for headroom in stride(from: 0, through: 40, by: 3) {
      try ResourceLimit.descriptors.setSoft(used + headroom)
      attempts.append(.pool(input))
    }
    return attempts
  }
}

/// Tries a pool that no memory can be mapped for, and one where no process can be started.
enum PoolsWithoutRoom: WorkerFunction {
  static func run(_ input: Int) throws -> [Attempt] {
    let pages = (FileSystemAccess.text(of: "/proc/self/statm") ?? "").split(separator: " ").first.flatMap { Int($0) }
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    let soft = limit.rlim_cur
    limit.rlim_cur = rlim_t((pages ?? 0) * SharedFile.pageSize + 6 << 20)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    var attempts = [Attempt.pool(.spawn)]
    limit.rlim_cur = soft
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    guard restrict_user(54321) == 0 else { return attempts }
    try ResourceLimit.processes.setSoft(0)
    attempts.append(.pool(.spawn))
    return attempts
  }
}

/// Tries a pool where no file may be as large as the memory that it shares with a worker.
enum PoolWithFileSizeLimit: WorkerFunction {
  static func run(_ input: StartMethod) throws -> Attempt {
    try ResourceLimit.fileSize.setSoft(1000)
    return .pool(input)
  }
}

/// Has a pool, is then forbidden to allocate memory for large inputs, and sends some.
enum HostForbiddenLater: WorkerFunction {
  struct Report: Codable, Sendable {
    var codes: [Bool] = []
    var description = ""
    var keepsWorkers = false
    var output = 0
  }

  static func run(_ input: StartMethod) throws -> Report {
    var report = Report()
    let pool = try input.make(2)
    // Both know the function from now on.
    _ = try pool.runOnEachWorker(RunJob.self, .double(1))
    let before = pool.workerIdentifiers
    guard restrict_call("fallocate", EPERM) == 0 else { return report }
    for _ in 0..<5 {
      do {
        _ = try pool.apply(Echo<[UInt8]>.self, [UInt8](repeating: 7, count: 1_000_000))
      } catch let error as PoolError {
        report.codes.append(error.code == .payloadTooLarge && error.systemErrorNumber == EPERM)
        report.description = error.description
      }
    }
    report.output = try pool.run(.double(21))
    report.keepsWorkers = pool.workerIdentifiers == before
    try pool.closeAndJoin()
    return report
  }
}

/// As another user, tries units by fork servers with more and more processes and threads.
enum ForkServersWithFewThreads: WorkerFunction {
  static func run(_ input: Int) throws -> [Attempt] {
    guard restrict_user(54322) == 0 else { return [] }
    var attempts: [Attempt] = []
    for limit in 0...4 {
      try ResourceLimit.processes.setSoft(limit)
      attempts.append(.unit(.forkserver))
    }
    return attempts
  }
}

/// As another user, tries a pool of a program.
enum PoolOfOtherUser: WorkerFunction {
  struct Input: Codable, Sendable {
    let executable: String
    let method: StartMethod
  }

  static func run(_ input: Input) throws -> Attempt {
    guard restrict_user(54321) == 0 else { return Attempt(description: "cannot change the user") }
    // Should a worker not see what it is, it cannot do much harm.
    try ResourceLimit.processes.setSoft(30)
    return .pool(input.method) { $0.executable = input.executable }
  }
}

/// Has a pool, takes or replaces the program's file, and has all its workers replaced, and another pool.
enum HostOfReplacedFile: WorkerFunction {
  struct Input: Codable, Sendable {
    let method: StartMethod
    let file: String
    /// What takes the file's place; `nil` for nothing.
    let successor: String?
  }

  struct Report: Codable, Sendable {
    var outputs: [Int] = []
    var image = ""
  }

  static func run(_ input: Input) throws -> Report {
    var report = Report()
    let pool = try input.method.make(2)
    report.outputs += try pool.runOnEachWorker(RunJob.self, .double(1))
    if let successor = input.successor { rename(successor, input.file) } else { unlink(input.file) }
    report.image = ProcessImage.executableFile() ?? ""
    for pid in pool.workerIdentifiers { SignalNumber.send(SignalNumber.kill, to: pid) }
    for _ in 0..<2 { report.outputs.append(try pool.run(.double(2))) }
    report.outputs += try pool.runOnEachWorker(RunJob.self, .double(3))
    let another = try input.method.make(1)
    report.outputs.append(try another.run(.double(4)))
    for pool in [pool, another] { try pool.closeAndJoin() }
    return report
  }
}

/// Tries a pool of the program that this process is said to run, or of another one.
enum PoolOfExecutable: WorkerFunction {
  struct Input: Codable, Sendable {
    let executable: String?
    let method: StartMethod
  }

  static func run(_ input: Input) throws -> Attempt { .pool(input.method) { $0.executable = input.executable } }
}

/// Starts this program as a worker of another user's socket, and returns its exit code.
enum StartForOtherUser: WorkerFunction {
  static func run(_ input: Int) throws -> Int32 {
    guard seteuid(54321) == 0 else { return -1 }
    let pair = try SocketPair()
    try pair.ours.close()
    guard seteuid(0) == 0 else { return -1 }
    let launch = WorkerRole.unit.launch(
      executable: nil, in: Surroundings(arguments: CStrings(["program"])), passing: WorkerRole.passed([pair.theirs]))
    guard case .exited(let code) = try ChildProcess.spawn(launch).wait().status else { return -1 }
    return code
  }
}
