import Glibc
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

@Suite("A system that says no")
struct RequirementTests {
  private static let calls = [
    "pidfd_open", "pidfd_send_signal", "waitid", "memfd_create", "eventfd", "epoll_create1", "fcntl", "fallocate",
    "pipe2", "socketpair",
  ]

  private func expectNamed(_ attempt: Attempt, _ call: String, _ code: Int32) {
    #expect(attempt.isTyped && attempt.errorNumber == code, "\(attempt)")
    #expect(attempt.description.hasPrefix(call), "\(attempt)")
    #expect(attempt.description.contains("seccomp profile"), "\(attempt)")
    #expect(attempt.description.contains("\n") == false)
    #expect(attempt.left.allSatisfy { $0 == 0 }, "\(attempt)")
  }

  @Test(
    "is named by its call when a pool is made, and nothing is left", .timeLimit(.minutes(20)), arguments: calls,
    StartMethod.allCases)
  func pools(_ call: String, _ method: StartMethod) throws {
    for code in [ENOSYS, EPERM] {
      let host = try UnitProcess.spawn(WithoutCall.self, .init(call: call, code: code, method: method))
      expectNamed(try host.collect().output, call, code)
    }
  }

  @Test("is named by its call when a unit is started", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func units(_ method: StartMethod) throws {
    for call in ["pidfd_open", "pidfd_send_signal", "waitid", "socketpair"] {
      let host = try UnitProcess.spawn(WithoutCall.self, .init(call: call, code: EPERM, method: method, isUnit: true))
      expectNamed(try host.collect().output, call, EPERM)
    }
  }

  @Test("allows units where it refuses only what pools need", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func unitsWithoutMemoryFiles(_ method: StartMethod) throws {
    let host = try UnitProcess.spawn(
      WithoutCall.self, .init(call: "memfd_create", code: ENOSYS, method: method, isUnit: true))
    #expect(try host.collect().output.output == 42)
  }

  @Test("is named by its call when a fork server may not fork", .timeLimit(.minutes(20)))
  func forks() throws {
    let host = try UnitProcess.spawn(WithoutCall.self, .init(call: "clone", code: EPERM, method: .forkserver))
    let attempt = try host.collect().output
    #expect(attempt.isTyped && attempt.errorNumber == EPERM)
    #expect(attempt.description.hasPrefix("clone") && attempt.description.hasSuffix("use the start method spawn"))
    let spawning = try UnitProcess.spawn(WithoutCall.self, .init(call: "clone", code: EPERM, method: .spawn))
    #expect(try spawning.collect().output.output == 42)
  }

  @Test(
    "is named by its call when no process can be started", .timeLimit(.minutes(20)), arguments: ["clone3", "setsid"],
    StartMethod.allCases)
  func starts(_ call: String, _ method: StartMethod) throws {
    for isUnit in [false, true] {
      let host = try UnitProcess.spawn(
        WithoutCall.self, .init(call: call, code: EPERM, method: method, isUnit: isUnit))
      let attempt = try host.collect().output
      #expect(attempt.isTyped && attempt.errorNumber == EPERM, "\(attempt)")
      #expect(attempt.description.contains(call) && attempt.description.contains("seccomp profile"), "\(attempt)")
      #expect(attempt.left.allSatisfy { $0 == 0 }, "\(attempt)")
    }
  }

  @Test(
    "refuses memory to a host that has its pool already: that fails the task, and costs no worker",
    .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func later(_ method: StartMethod) throws {
    let report = try UnitProcess.spawn(HostForbiddenLater.self, method).collect().output
    #expect(report.codes == Array(repeating: true, count: 5), "\(report)")
    #expect(report.description.contains("allow fallocate"), "\(report)")
    #expect(report.keepsWorkers && report.output == 42)
  }

  @Test("does not tell its limits: they are taken for none", .timeLimit(.minutes(20)), arguments: StartMethod.allCases)
  func unknownLimits(_ method: StartMethod) throws {
    let host = try UnitProcess.spawn(WithoutCall.self, .init(call: "prlimit64", code: EPERM, method: method))
    #expect(try host.collect().output.output == 42)
  }

  @Test(
    "has a limit on the size of files that is too small: a typed error names it", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func fileSize(_ method: StartMethod) throws {
    let attempt = try UnitProcess.spawn(PoolWithFileSizeLimit.self, method).collect().output
    #expect(attempt.isTyped && attempt.errorNumber == EFBIG, "\(attempt)")
    #expect(attempt.description.contains("ulimit -f"), "\(attempt)")
    #expect(attempt.left.allSatisfy { $0 == 0 }, "\(attempt)")
  }

  @Test(
    "lets a fork server start no thread: a typed error names the limit", .timeLimit(.minutes(20)), .enabled(if: isRoot))
  func serverThread() throws {
    let attempts = try UnitProcess.spawn(ForkServersWithFewThreads.self, 0).collect().output
    let failures = attempts.filter { $0.output == nil }
    #expect(failures.allSatisfy { $0.isTyped && $0.errorNumber == EAGAIN }, "\(failures)")
    #expect(failures.contains { $0.description.contains("pthread_create of the fork server") }, "\(failures)")
    #expect(failures.allSatisfy { $0.description.contains("ulimit -u") }, "\(failures)")
  }

  @Test(
    "has no /proc: what needs it says so, and what does not works", .timeLimit(.minutes(20)), .enabled(if: isRoot),
    arguments: StartMethod.allCases)
  func proc(_ method: StartMethod) throws {
    let attempts = try UnitProcess.spawn(WithoutProc.self, method).collect().output
    // A container may forbid to mount.
    guard attempts.count == 3 else { return }
    #expect(attempts[0].isTyped && attempts[0].description.hasPrefix("there is no /proc here"), "\(attempts[0])")
    #expect(attempts[1].output == 42, "\(attempts[1])")
    #expect(attempts[2].isTyped && attempts[2].description.contains("maxMemoryPerWorker"), "\(attempts[2])")
    #expect(attempts[0].left.allSatisfy { $0 == 0 } && attempts[2].left.allSatisfy { $0 == 0 })
  }

  @Test(
    "has no descriptors left: a typed error, and nothing is left", .timeLimit(.minutes(20)),
    arguments: StartMethod.allCases)
  func descriptors(_ method: StartMethod) throws {
    let attempts = try UnitProcess.spawn(PoolsWithoutDescriptors.self, method).collect().output
    let failures = attempts.filter { $0.output == nil }
    #expect(failures.count > 3)
    #expect(failures.allSatisfy { $0.isTyped && $0.errorNumber == EMFILE }, "\(failures.map(\.description))")
    #expect(attempts.last?.output == 42)
    // The fork server that the first success leaves behind is the only thing.
    #expect(failures.allSatisfy { $0.left.allSatisfy { $0 <= 0 } || method == .forkserver })
  }

  @Test("has no memory or no process left: a typed error, and nothing is left", .timeLimit(.minutes(20)))
  func room() throws {
    let attempts = try UnitProcess.spawn(PoolsWithoutRoom.self, 0).collect().output
    #expect(attempts.allSatisfy { $0.isTyped && $0.left.allSatisfy { $0 == 0 } }, "\(attempts)")
    if attempts.count > 1 { #expect(attempts[1].errorNumber == EAGAIN, "\(attempts[1])") }
  }
}
