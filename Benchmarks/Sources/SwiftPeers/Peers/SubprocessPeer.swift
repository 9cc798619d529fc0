import Dispatch
import Subprocess
import Synchronization
import SystemPackage

/// swift-subprocess: a process for each task, at most the width alive at once.
final class SubprocessPeer: Peer {
  let description = "run of \(PackageVersions.name("swift-subprocess"))"
  let resultMode = ResultMode.each
  /// Each task has a process of its own.
  let chunk: Int? = 1
  var mostInFlight: Int? { width }
  private(set) var processesSpawned: Int? = 0

  private let width: Int
  private let program: Program

  init(width: Int, program: Program) {
    self.width = width
    self.program = program
  }

  func run(_ task: Int, of batch: Batch) throws {
    processesSpawned? += 1
    batch.submitted(task)
    let program = program
    try wait { try await Self.run(program, task, of: batch) }
  }

  func run(_ batch: Batch) throws {
    processesSpawned? += batch.count
    let (program, width) = (program, width)
    try wait {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for task in 0..<batch.count {
          if task >= width { try await group.next() }
          batch.submitted(task)
          group.addTask { try await Self.run(program, task, of: batch) }
        }
        try await group.waitForAll()
      }
    }
  }

  private static func run(_ program: Program, _ task: Int, of batch: Batch) async throws {
    let result = try await Subprocess.run(
      .path(FilePath(program.path)), arguments: Arguments(program.arguments(for: task)), output: .string(limit: 256))
    guard result.terminationStatus.isSuccess else {
      throw PeerError("the process of task \(task) ended with \(result.terminationStatus)")
    }
    batch.complete(task, try ProgramAnswer(result.standardOutput))
  }

  /// Runs `body` in Swift's pool and waits for it.
  private func wait(for body: @escaping @Sendable () async throws -> Void) throws {
    let done = DispatchSemaphore(value: 0)
    let failure = Mutex<(any Error)?>(nil)
    Task.detached {
      do { try await body() } catch { failure.withLock { $0 = error } }
      done.signal()
    }
    done.wait()
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
