internal import DequeModule
internal import WorkerPoolsPosix

/// The outputs of a function over inputs that are taken as results are asked for.
///
/// Inputs are drawn and submitted a few chunks ahead of the consumer, the first before the map returns, so that an endless
/// sequence can be mapped; inputs must not wait for outputs of the same map. Where the queue of the pool is full, the map waits
/// for its own outputs before it submits more. If it has none to wait for, `next` waits for room; or, as the pool is configured,
/// it throws an error of the code `queueFull`, loses no input, and submits again when it is called again.
///
/// An output is an error where its task failed: `next` throws it, and goes on with the following output when it is called again.
/// A chunk of several inputs that fails gives its error once, in the place of its outputs. An error of the inputs themselves
/// comes when all outputs before it have come, and is the last.
///
/// As an `AsyncSequence` it ends with the first error. Where the Swift task is cancelled that awaits an output, the map is
/// cancelled: the wait ends at once with `CancellationError`, no more inputs are drawn, and what was submitted ends as `cancel`
/// ends a task.
///
/// Meant for one consumer at a time; safe to use from any thread.
public final class LazyResults<Output: Sendable>: AsyncSequence, Sendable {
  /// What the sequence yields.
  public typealias Element = Output

  private let source: any LazySource<Output>

  init(_ source: any LazySource<Output>) { self.source = source }

  deinit { source.abandon() }

  /// Blocks until the next output is there and returns it; `nil` after the last one.
  ///
  /// Throws the error of the output's task. Where the time passed first, an error with the code `timedOut` is thrown, and the
  /// output can still be had later; the time that the inputs themselves take is not limited.
  @available(*, noasync, message: "await `next`, or iterate with `for try await`, instead")
  public func next(timeout: Duration? = nil) throws -> Output? {
    let deadline = timeout?.deadline
    let parker = Parker.current
    while true {
      switch try source.take(orTell: .thread(parker)) {
      case .output(let output): return output
      case .end: return nil
      case .submit(let submit): if try !submit.block(deadline) { throw PoolError.timedOut("the next result") }
      case .wait:
        if deadline == nil, try source.help() { continue }
        if parker.park(until: deadline) { continue }
        source.forget(.thread(parker))
        throw PoolError.timedOut("the next result")
      }
    }
  }

  /// All outputs that are still to come, in an array; blocks until they are there.
  @available(*, noasync, message: "await `all` instead")
  public func all() throws -> [Output] {
    var outputs: [Output] = []
    while let output = try next() { outputs.append(output) }
    return outputs
  }

  /// As the blocking `next`, without blocking a thread.
  public func next(timeout: Duration? = nil) async throws -> Output? {
    let deadline = timeout?.deadline
    let suspension = Suspension()
    if Task.isCancelled { throw cancelled() }
    while true {
      let wake: Suspension.Wake
      switch try source.take(orTell: .task(suspension)) {
      case .output(let output): return output
      case .end: return nil
      case .submit(let submit): wake = try await submit.suspend(deadline)
      case .wait: wake = await suspension.suspend(until: deadline)
      }
      if wake == .told { continue }
      source.forget(.task(suspension))
      throw wake == .cancelled ? cancelled() : PoolError.timedOut("the next result")
    }
  }

  /// As the blocking `all`, without blocking a thread.
  public func all() async throws -> [Output] {
    var outputs: [Output] = []
    while let output = try await next() { outputs.append(output) }
    return outputs
  }

  private func cancelled() -> any Error {
    source.cancel()
    return CancellationError()
  }

  /// Yields the outputs that are still to come; see above for who may.
  public struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let results: LazyResults

    /// The next output; throws the error of its task.
    public mutating func next() async throws -> Output? { try await results.next() }
  }

  /// An iterator over the outputs that are still to come.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(results: self) }
}

/// What a consumer of lazy results is to do next.
enum LazyStep<Output> {
  case output(Output)
  case end
  /// Wait to be told, and ask again.
  case wait
  /// Submit a task for which the queue has no room now, and ask again.
  case submit(LazySubmission)
}

/// A task that waits for room in the queue.
struct LazySubmission {
  /// Blocks until it is submitted, or has failed; `false` where the deadline (`MonotonicTime`) passed first.
  ///
  /// Throws where the pool is not to wait for room; the task is still to be submitted then.
  let block: (_ deadline: Int?) throws -> Bool
  /// Suspends instead; whoever is not `told` has not submitted it.
  let suspend: (_ deadline: Int?) async throws -> Suspension.Wake
}

/// Where lazy results come from.
protocol LazySource<Output>: AnyObject, Sendable {
  associatedtype Output: Sendable
  /// The next step; where that is to wait, the waiter is told when to ask again.
  func take(orTell waiter: ResultWaiter) throws -> LazyStep<Output>
  /// The waiter does not wait any more.
  func forget(_ waiter: ResultWaiter)
  /// Has the calling thread, which is about to wait, do a part of the work, where it can; whether it did.
  ///
  /// Throws where it must not wait.
  func help() throws -> Bool
  /// Nobody will ask any more.
  func abandon()
  /// Whoever asked was cancelled.
  func cancel()
}
