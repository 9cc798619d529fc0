internal import Synchronization
internal import WorkerPoolsPosix

/// One asynchronous call that the worker's thread waits for, and serves the main queue meanwhile.
enum AwaitedCall {
  /// Whether a call was given up that waits for the main queue; the process can run no more such calls.
  nonisolated(unsafe) private(set) static var isStuck = false  // the worker's thread alone uses it

  /// Runs `body` on Swift's global executor and blocks until it has ended.
  ///
  /// Throws what it throws; or a `PoolError` where the main queue is used and cannot be served here, after which `isStuck`.
  static func run<Output: Sendable>(_ body: @escaping @Sendable () async throws -> Output) throws -> Output {
    let end = try CallEnd<Output>()
    Task.detached { end.come(await Result(awaiting: body)) }
    let queue = MainQueue()
    while true {
      if let outcome = end.outcome { return try outcome.get() }
      guard end.waits(beside: queue), let queue else { continue }
      if MainQueue.canBeServed {
        queue.drain()
      } else if end.outcome == nil {
        isStuck = true
        throw PoolError.mainQueueUnavailable
      }
    }
  }
}

private enum Stage {
  static let pending: UInt32 = 0
  /// The thread sleeps, or is about to.
  static let awaited: UInt32 = 1
  static let ended: UInt32 = 2
}

/// The end of an asynchronous call, which one thread waits for.
private final class CallEnd<Output: Sendable>: @unchecked Sendable {  // the stage says whose the result is
  private let stage = Atomic<UInt32>(Stage.pending)
  private let event: EventDescriptor
  private var result: Result<Output, any Error>?

  init() throws(PoolError) {
    do {
      event = try EventDescriptor()
    } catch {
      throw PoolError(
        .cannotStart, "a worker has no descriptor left for an asynchronous function: \(error)",
        systemErrorNumber: error.code.rawValue)
    }
  }

  /// What the call ended with, once it has.
  var outcome: Result<Output, any Error>? { stage.load(ordering: .acquiring) == Stage.ended ? result : nil }

  /// The call has ended.
  func come(_ result: Result<Output, any Error>) {
    self.result = result
    if stage.exchange(Stage.ended, ordering: .acquiringAndReleasing) == Stage.awaited { event.raise() }
  }

  /// Blocks until the call has ended or the queue has work; returns whether that is so.
  func waits(beside queue: MainQueue?) -> Bool {
    let found = stage.compareExchange(
      expected: Stage.pending, desired: Stage.awaited, ordering: .acquiringAndReleasing
    ).original
    if found == Stage.ended { return false }
    var entries = [PollEntry(event.descriptor, .readable)]
    if let queue { entries.append(PollEntry(queue.handle, .readable)) }
    _ = try? poll(&entries, timeoutNs: nil)
    return entries.count > 1 && !entries[1].happened.isEmpty
  }
}

extension Result where Failure == any Error {
  fileprivate init(awaiting body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
