/// Runs `body` with a thread pool that ends with it.
///
/// Where `body` returns, all tasks that it submitted end first; where it throws, the pool is terminated. Either way no
/// thread is left when this returns. Throws what `body` throws, or a `PoolError` where the pool cannot be started.
@available(*, noasync, message: "await the asynchronous form instead")
public func withThreadPool<Result>(
  _ configuration: ThreadPool.Configuration = ThreadPool.Configuration(),
  _ body: (ThreadPool) throws -> Result
) throws -> Result {
  try ThreadPool(configuration).scope(body)
}

/// Runs `body` with a thread pool that ends with it.
///
/// Where `body` returns, all tasks that it submitted end first; where it throws, the pool is terminated. Either way no
/// thread is left when this returns. Throws what `body` throws, or a `PoolError` where the pool cannot be started.
///
/// Where the Swift task is cancelled behind `body`, what is left is terminated. The end of the pool is waited for in any case.
public func withThreadPool<Result>(
  isolation: isolated (any Actor)? = #isolation,
  _ configuration: ThreadPool.Configuration = ThreadPool.Configuration(),
  _ body: (ThreadPool) async throws -> Result
) async throws -> Result {
  try await ThreadPool.start(configuration).scope(isolation: isolation, body)
}
