import Glibc
import Synchronization
import WorkerPoolsPosix

@testable import WorkerPools

// Hosts of a fork server that run as processes of their own, because a host has one server for all its pools.

private func start(_ job: Job) throws -> UnitProcess<RunJob> {
  try UnitProcess.spawn(RunJob.self, job, startMethod: .forkserver)
}

private var serverPid: Int32 { ForkServers.server(for: nil, in: .ofHost())?.processIdentifier ?? 0 }

/// Kills the server while a worker of it runs, and goes on.
enum KillForkServer: WorkerFunction {
  struct Report: Codable, Sendable {
    let outputs: [Int]
    let serversDiffer: Bool
    let before: Census
    let after: Census
  }

  static func run(_ input: Int) throws -> Report {
    _ = try start(.pid).collect()
    let gate = try Gate()
    let before = try Census.take()
    let waiting = try UnitProcess.spawn(WaitAndDouble.self, [gate.port, 21], startMethod: .forkserver)
    let arrival = try gate.nextArrival()
    let first = serverPid
    let watch = try ProcessWatch(pid: first)
    SignalNumber.send(SignalNumber.kill, to: first)
    _ = try watch.waitForEnd()
    let next = try start(.double(21)).collect().output
    arrival.release()
    let outputs = try [waiting.collect().output, next]
    var after = try Census.take()
    after.descriptors -= 1  // the watch's
    withExtendedLifetime(gate) {}
    _ = try watch.waitForEnd()
    return Report(outputs: outputs, serversDiffer: serverPid != first, before: before, after: after)
  }
}

/// Waits at the gate and returns the other number, doubled.
enum WaitAndDouble: WorkerFunction {
  static func run(_ input: [Int]) throws -> Int {
    try Gate.wait(port: input[0])
    return input[1] * 2
  }
}

/// Starts units while a thread kills the server, or all that is still in its group, at moments without a pattern.
enum KillForkServerAgainAndAgain: WorkerFunction {
  struct Report: Codable, Sendable {
    var successes = 0
    var failures: [String] = []
    var kills = 0
    let before: Census
    var after: Census
  }

  static func run(_ input: Int) throws -> Report {
    _ = try start(.pid).collect()
    let before = try Census.take()
    var report = Report(before: before, after: before)
    let isOver = Mutex(false)
    let kills = Mutex(0)
    let endedUnits = Mutex(0)
    let killer = try PlatformThread.start {
      while !isOver.withLock({ $0 }) {
        for pid in Self.servers() {
          kill(Bool.random() ? pid : -pid, SIGKILL)
          kills.withLock { $0 += 1 }
        }
        // By units, because a machine that is busy takes longer for them.
        let next = endedUnits.withLock { $0 } + .random(in: 0...12)
        repeat {
          MonotonicTime.sleep(nanoseconds: .random(in: 1_000_000..<10_000_000))
        } while endedUnits.withLock { $0 } < next && !isOver.withLock { $0 }
      }
    }
    for number in 0..<input {
      do {
        report.successes += try start(.double(number)).collect().output == 2 * number ? 1 : 0
      } catch let error as PoolError {
        report.failures.append(error.description)
      }
      endedUnits.withLock { $0 += 1 }
    }
    isOver.withLock { $0 = true }
    killer.join()
    report.kills = kills.withLock { $0 }
    // The last one may have been killed, which the next start notices.
    _ = try start(.pid).collect()
    report.after = try Census.take()
    return report
  }

  /// The children of this process that are fork servers, found without asking the door, which a start may hold.
  private static func servers() -> [Int32] {
    let tasks = (try? FileSystemAccess.entries(of: "/proc/self/task")) ?? []
    let children = tasks.flatMap { task in
      let text = FileSystemAccess.text(of: "/proc/self/task/\(task)/children") ?? ""
      return text.split(separator: " ").compactMap { Int32($0) }
    }
    return children.filter { pid in
      FileSystemAccess.text(of: "/proc/\(pid)/comm") == "fork-server\n" && getpgid(pid) == pid
    }
  }
}

/// Tells the gate the number of the server, and has a worker that comes there.
enum HostOfForkServer: WorkerFunction {
  static func run(_ input: Int) throws -> Int {
    let unit = try start(.waitAtGate(port: input))
    let socket = try Loopback.connect(port: input)
    let pid = serverPid
    try Loopback.send(withUnsafeBytes(of: pid) { Array($0) }, to: socket)
    return try unit.collect().output
  }
}

@_silgen_name("fork") private func forkProcess() -> Int32

/// Forks itself; the fork starts a worker, and then this process does.
enum ForkHost: WorkerFunction {
  static func run(_ input: Int) throws -> [Int] {
    _ = try start(.pid).collect()
    let server = serverPid
    let child = forkProcess()
    if child == 0 {
      let output = try? start(.double(21)).collect().output
      _exit(output == 42 && serverPid != server && serverPid != 0 ? 0 : 1)
    }
    var status: Int32 = -1
    waitpid(child, &status, 0)
    let output = try start(.double(21)).collect().output
    return [Int(status), serverPid == server ? 1 : 0, output]
  }
}

/// Starts workers from four threads and returns how many returned what they should.
enum StartFromThreads: WorkerFunction {
  static func run(_ input: Int) throws -> Int {
    let count = Mutex(0)
    let threads = try (0..<4).map { thread in
      try PlatformThread.start {
        for number in 0..<input {
          guard let unit = try? start(.double(thread + number)), let outcome = try? unit.collect() else { continue }
          if outcome.output == 2 * (thread + number) { count.withLock { $0 += 1 } }
        }
      }
    }
    for thread in threads { thread.join() }
    return count.withLock { $0 }
  }
}
