internal import Synchronization
internal import WorkerPoolsPosix

/// The result of a task, there or still to come.
///
/// Safe to use from any thread, by as many as like. A result keeps what its task returned for as long as it is referenced;
/// it does not keep the pool alive.
public final class AsyncResult<Value: Sendable>: Sendable {
  fileprivate struct State {
    var outcome: Result<Value, any Error>?
    var waiters: [Waiter] = []
  }

  fileprivate enum Waiter {
    case thread(Parker)
    case continuation(CheckedContinuation<Void, Never>)
  }

  private let state = Mutex(State())

  init() {}

  /// Whether the task has ended, in whatever way, and its callback has run.
  public var isReady: Bool { outcome != nil }

  /// Whether the task returned a value, as opposed to an error; an error itself before the result is ready.
  public var isSuccessful: Bool {
    get throws {
      guard let outcome else { throw PoolError.notReady }
      return if case .success = outcome { true } else { false }
    }
  }

  /// Blocks until the result is ready; `false` where the time passed first.
  @available(*, noasync, message: "await `value` instead")
  @discardableResult
  public func wait(timeout: Duration? = nil) -> Bool { blockingOutcome(timeout) != nil }

  /// Blocks until the result is ready and returns the value, or throws the task's error.
  ///
  /// Where the time passed first, an error with the code `timedOut` is thrown; the task goes on, and its result can still
  /// be had later.
  @available(*, noasync, message: "await `value` instead")
  public func get(timeout: Duration? = nil) throws -> Value {
    guard let outcome = blockingOutcome(timeout) else { throw PoolError.timedOut("the result") }
    return try outcome.get()
  }

  /// The value, when it is there; throws the task's error.
  public var value: Value {
    get async throws {
      if outcome == nil { await withCheckedContinuation { add(.continuation($0)) } }
      guard let outcome else { preconditionFailure("a waiter is resumed by the result alone") }
      return try outcome.get()
    }
  }

  /// Sets the result and wakes all who wait; `false` where it was already there.
  @discardableResult
  func complete(_ outcome: Result<Value, any Error>) -> Bool {
    let waiters: [Waiter]? = state.withLock { state in
      guard state.outcome == nil else { return nil }
      state.outcome = outcome
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters ?? [] { waiter.wake() }
    return waiters != nil
  }

  private var outcome: Result<Value, any Error>? { state.withLock { $0.outcome } }

  private func blockingOutcome(_ timeout: Duration?) -> Result<Value, any Error>? {
    if let outcome { return outcome }
    let deadline = timeout.map { MonotonicTime.now() + $0.nanoseconds }
    let parker = Parker.current
    add(.thread(parker))
    while true {
      if let outcome { return outcome }
      if !parker.park(until: deadline) { return forget(parker) }
    }
  }

  private func add(_ waiter: Waiter) {
    let isReady = state.withLock { state in
      if state.outcome == nil { state.waiters.append(waiter) }
      return state.outcome != nil
    }
    if isReady { waiter.wake() }
  }

  /// Takes a thread whose time has passed off the list; the result may have come in the meantime.
  private func forget(_ parker: Parker) -> Result<Value, any Error>? {
    state.withLock { state in
      state.waiters.removeAll {
        if case .thread(let other) = $0 { other === parker } else { false }
      }
      return state.outcome
    }
  }
}

extension AsyncResult.Waiter {
  fileprivate func wake() {
    switch self {
    case .thread(let parker): parker.unpark()
    case .continuation(let continuation): continuation.resume()
    }
  }
}

extension Duration {
  /// The whole nanoseconds of the span, within what an `Int` of them can hold with room for a sum.
  var nanoseconds: Int {
    let (seconds, attoseconds) = components
    let limit = Int64(1) << 32
    return Int(min(max(seconds, 0), limit)) * 1_000_000_000 + Int(max(attoseconds, 0) / 1_000_000_000)
  }
}
