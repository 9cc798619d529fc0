import Glibc
import WorkerPools
import WorkerPoolsPosix

// Hosts of pools that run as processes of their own, because what they do would disturb other tests.

/// Has a pool whose tasks print, and returns the text that appeared.
enum PrintInPool: WorkerFunction {
  static func run(_ input: Int) throws -> String {
    let file = try TemporaryFile.openUnlinked(in: "/tmp")
    dup2(file.rawValue, STDOUT_FILENO)
    return try withProcessPool(.init(workers: 2)) { pool in
      let results = try (0..<input).map { try pool.applyAsync(RunJob.self, .print("line \($0)")) }
      for result in results { _ = try result.get() }
      // While the workers live: what was printed must be out when the result is.
      return FileSystemAccess.text(of: "/proc/self/fd/\(file.rawValue)") ?? ""
    }
  }
}

/// Makes and ends pools many times and returns what the process had before and after.
enum CyclePools: WorkerFunction {
  static func run(_ input: Int) throws -> [Census] {
    try cycle(0)
    let before = try Census.take()
    for number in 1...input { try cycle(number) }
    return [before, try Census.take()]
  }

  private static func cycle(_ number: Int) throws {
    let processes = try ProcessPool(.init(workers: 2))
    let threads = try ThreadPool(.init(threads: 2))
    let result = try processes.applyAsync(RunJob.self, .double(number), callback: { _ in })
    try threads.applyAsync(callback: { _ in }) { number }.wait()
    if number % 3 == 0 { processes.terminate() } else { _ = try result.get() }
    if number % 3 == 1 { _ = try? processes.apply(RunJob.self, .exit(3)) }
    processes.close()
    threads.close()
    try processes.join()
    try threads.join()
  }
}

/// Has a pool under a host that leaves no child for its parent to wait for.
enum PoolUnderReaper: WorkerFunction {
  enum Reaper: String, Codable, CaseIterable, Sendable {
    case ignoredSignal
    case waitingThread
  }

  struct Input: Codable, Sendable {
    let reaper: Reaper
    let method: StartMethod
  }

  static func run(_ input: Input) throws -> [String] {
    switch input.reaper {
    case .ignoredSignal: signal(SIGCHLD, SIG_IGN)
    case .waitingThread:
      _ = try PlatformThread.start {
        while true {
          if waitpid(-1, nil, 0) == -1 { usleep(100) }
        }
      }
    }
    let pool = try input.method.make(2)
    var seen = ["\(try pool.apply(RunJob.self, .double(21)))"]
    do { _ = try pool.apply(RunJob.self, .exit(5)) } catch {
      seen.append((error as? PoolError)?.code == .workerDied ? "died" : "\(error)")
    }
    seen.append("\(try pool.apply(RunJob.self, .double(4)))")
    pool.close()
    try pool.join()
    return seen
  }
}

/// Has children of its own beside a pool, and returns what it learned of their ends.
enum PoolBesideChildren: WorkerFunction {
  static func run(_ input: Int) throws -> [Int32] {
    let pool = try ProcessPool(.init(workers: 2))
    let children = try (0..<input).map { number in
      try ChildProcess.spawn(Launch(path: "/bin/sh", arguments: ["sh", "-c", "exit \(number)"]))
    }
    _ = try? pool.apply(RunJob.self, .exit(1))
    pool.terminate()
    try pool.join()
    return children.map { if case .exited(let code) = $0.wait().status { code } else { -1 } }
  }
}

/// Starts units with so few descriptors left that it cannot succeed at first, and returns what happened.
enum UnitsWithoutDescriptors: WorkerFunction {
  struct Report: Codable, Sendable {
    var errors: [Int32] = []
    var leaked: [Int] = []
    var output: Int?
  }

  struct Input: Codable, Sendable {
    let headroom: Int
    let method: StartMethod
  }

  static func run(_ input: Input) throws -> Report {
    var report = Report()
    let used = try Census.take().descriptors
    for headroom in 0..<input.headroom {
      try ResourceLimit.descriptors.setSoft(used + headroom)
      do {
        report.output = try UnitProcess.spawn(RunJob.self, .double(21), startMethod: input.method).collect().output
      } catch let error as PoolError {
        report.errors.append(error.code == .cannotStart ? error.systemErrorNumber ?? 0 : -1)
      }
      try ResourceLimit.descriptors.setSoft(1024)
      report.leaked.append(try Census.take().descriptors - used)
    }
    return report
  }
}

/// Makes a pool, tells the gate its workers, and is killed there.
enum DoomedHost: WorkerFunction {
  struct Input: Codable, Sendable {
    let gatePort: Int
    let busyPort: Int?
    let method: StartMethod
  }

  static func run(_ input: Input) throws -> Int {
    let pool = try input.method.make(2)
    try pool.awaitReady()
    if let port = input.busyPort {
      for _ in 0..<2 { try pool.applyAsync(RunJob.self, .waitAtGate(port: port)) }
    }
    let socket = try Loopback.connect(port: input.gatePort)
    for pid in [ProcessImage.processIdentifier] + pool.workerIdentifiers {
      try Loopback.send(withUnsafeBytes(of: pid) { Array($0) }, to: socket)
    }
    _ = try Loopback.receive(1, from: socket)
    return 0
  }
}
