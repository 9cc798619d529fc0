internal import WorkerPoolsPosix

/// Runs what blocks for a while on a thread of its own, for asynchronous code.
///
/// What the thread starts is as if the caller had started it: it has the caller's affinity and signal mask.
enum BlockingCall {
  /// Returns what `body` returns; not ended by cancelling the Swift task, so that what `body` makes is not lost.
  static func run<Output: Sendable>(_ body: @escaping @Sendable () throws -> Output) async throws -> Output {
    let result = AsyncResult<Output>()
    let thread = try PlatformThread.startForPool(name: "pool-call") { result.complete(Result(catching: body)) }
    _ = await result.readiness(cancellable: false)
    thread.join()
    return try result.readyValue()
  }
}
