import Foundation
import Synchronization

/// Foundation's `Process`: one for each task, at most the width alive at once.
final class FoundationProcess: Peer {
  let description = "Process of Foundation"
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
    let (room, failure) = (DispatchSemaphore(value: 0), Failure())
    try start(task, of: batch, room, failure)
    room.wait()
    try failure.check()
  }

  func run(_ batch: Batch) throws {
    let (room, failure) = (DispatchSemaphore(value: 0), Failure())
    for task in 0..<batch.count {
      if task >= width { room.wait() }
      try start(task, of: batch, room, failure)
    }
    for _ in 0..<min(width, batch.count) { room.wait() }
    try failure.check()
  }

  /// Starts the process of a task; when it has ended and its answer is taken, there is room for another one.
  ///
  /// `waitUntilExit` would be the other way to wait: it turns a run loop, which notices an end tens of milliseconds late.
  private func start(_ task: Int, of batch: Batch, _ room: DispatchSemaphore, _ failure: Failure) throws {
    processesSpawned? += 1
    batch.submitted(task)
    let output = Pipe()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program.path)
    process.arguments = program.arguments(for: task)
    process.standardOutput = output
    process.terminationHandler = { process in
      // The answer is short, so it lies in the pipe when the process has ended.
      let answer = output.fileHandleForReading.readDataToEndOfFile()
      failure.noting { try Self.take(answer, process, task, batch) }
      room.signal()
    }
    try process.run()
  }

  private static func take(_ answer: Data, _ process: Process, _ task: Int, _ batch: Batch) throws {
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw PeerError("the process of task \(task) ended with status \(process.terminationStatus)")
    }
    batch.complete(task, try ProgramAnswer(String(decoding: answer, as: UTF8.self)))
  }
}

/// The first error of the processes of a batch.
private final class Failure: Sendable {
  private let first = Mutex<(any Error)?>(nil)

  func noting(_ body: () throws -> Void) {
    do {
      try body()
    } catch {
      first.withLock { if $0 == nil { $0 = error } }
    }
  }

  func check() throws {
    if let error = first.withLock({ $0 }) { throw error }
  }
}
