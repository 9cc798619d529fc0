import Dispatch
import WorkerPools
import WorkerPoolsPosix

/// An asynchronous task that does on demand what such tasks may do.
enum AsyncJob: Codable, Sendable {
  case double(Int)
  case sleep(milliseconds: Int)
  case taskGroup(Int)
  case askActor(Int)
  case mainActor(Int)
  case mainQueue(Int)
  case fail(String)
  case never
  case waitAtGate(port: Int)
  case localValue

  func perform() async throws -> Int {
    switch self {
    case .double(let number): return number * 2
    case .sleep(let milliseconds):
      try await Task.sleep(for: .milliseconds(milliseconds))
      return milliseconds
    case .taskGroup(let count):
      return await withTaskGroup(of: Int.self) { group in
        for number in 1...count { group.addTask { number } }
        return await group.reduce(0, +)
      }
    case .askActor(let count):
      let adder = Adder()
      for number in 1...count { await adder.add(number) }
      return await adder.sum
    case .mainActor(let count):
      for _ in 0..<count { await OnMainActor.step() }
      return await MainActor.run { OnMainActor.isFirstThread ? count : -1 }
    case .mainQueue(let number):
      return await withCheckedContinuation { continuation in
        DispatchQueue.main.async { continuation.resume(returning: number) }
      }
    case .fail(let text): throw Job.Failure(description: text)
    case .never: try await Task.sleep(for: .seconds(1_000_000))
    case .waitAtGate(let port): try Gate.wait(port: port)
    case .localValue:
      return await withTaskGroup(of: Int.self) { group in
        for _ in 0..<4 { group.addTask { Kept.local.value } }
        return await group.reduce(0, +)
      }
    }
    return 0
  }
}

private actor Adder {
  private(set) var sum = 0
  func add(_ number: Int) { sum += number }
}

@MainActor
private enum OnMainActor {
  static func step() {}
  static var isFirstThread: Bool {
    let pid = ProcessImage.processIdentifier
    return FileSystemAccess.linkTarget("/proc/thread-self") == "\(pid)/task/\(pid)"
  }
}

enum RunAsyncJob: AsyncWorkerFunction {
  static func run(_ input: AsyncJob) async throws -> Int { try await input.perform() }
}

/// Makes the state that `AsyncJob.localValue` reads.
enum SetLocalValueLater: AsyncWorkerFunction {
  static func run(_ input: Int) async throws -> Bool {
    try await Task.sleep(for: .milliseconds(1))
    Kept.local.value = await MainActor.run { input }
    return true
  }
}

/// As that, without the main actor.
enum SetLocalValueSoon: AsyncWorkerFunction {
  static func run(_ input: Int) async throws -> Bool {
    try await Task.sleep(for: .milliseconds(1))
    Kept.local.value = input
    return true
  }
}

/// Arrives at a gate, as an exit hook does that is seen from outside.
enum ArriveLater: AsyncWorkerFunction {
  static func run(_ port: Int) async throws -> Bool {
    try await Task.sleep(for: .milliseconds(1))
    try Gate.wait(port: port)
    return true
  }
}

/// Uses the main queue from functions that are not asynchronous.
enum MainQueueJob: Codable, Sendable {
  case post(Int)
  case sum
  /// Arrives at the gate on the main queue, when the task has ended.
  case postArrival(port: Int)
  /// Arrives at the gate on another thread, and when it is let on, again on the main queue.
  case postLater(port: Int)
  case blockedSignals

  private static let posted = Posted()

  func perform() throws -> Int {
    switch self {
    case .post(let number): DispatchQueue.main.async { Self.posted.sum += number }
    case .sum: return Self.posted.sum
    case .postArrival(let port): DispatchQueue.main.async { try? Gate.wait(port: port) }
    case .postLater(let port):
      _ = try PlatformThread.start {
        try? Gate.wait(port: port)
        DispatchQueue.main.async { try? Gate.wait(port: port) }
      }
    case .blockedSignals: return try Self.blockedSignalsOfWatch()
    }
    return 0
  }

  /// Of the thread that watches the main queue; 0 where there is none yet.
  private static func blockedSignalsOfWatch() throws -> Int {
    for thread in try FileSystemAccess.entries(of: "/proc/self/task") {
      let folder = "/proc/self/task/\(thread)"
      guard FileSystemAccess.text(of: folder + "/comm") == "main-queue\n" else { continue }
      let lines = FileSystemAccess.text(of: folder + "/status")?.split(separator: "\n") ?? []
      let mask = lines.first { $0.hasPrefix("SigBlk") }.flatMap { UInt64($0.suffix(16), radix: 16) }
      return Int(truncatingIfNeeded: mask ?? 0)
    }
    return 0
  }

  private final class Posted: @unchecked Sendable {  // the worker's first thread alone uses it
    var sum = 0
  }
}

enum RunMainQueueJob: WorkerFunction {
  static func run(_ input: MainQueueJob) throws -> Int { try input.perform() }
}

/// A function of both kinds.
enum RunAsEither: WorkerFunction, AsyncWorkerFunction {
  static func run(_ input: Int) -> Int { input + 1 }
}

/// Returns what it was given, a little later.
enum EchoLater<Value: Codable & Sendable>: AsyncWorkerFunction {
  static func run(_ input: Value) async -> Value {
    await Task.yield()
    return input
  }
}
