/// Runs `body` with a process pool that ends with it.
///
/// Where `body` returns, all tasks that it submitted end first; where it throws, the pool is terminated. Either way no
/// worker is left when this returns. Throws what `body` throws, or a `PoolError` where the pool cannot be started.
@available(*, noasync, message: "await the asynchronous form instead")
public func withProcessPool<Result>(
  _ configuration: ProcessPool.Configuration = ProcessPool.Configuration(),
  _ body: (ProcessPool) throws -> Result
) throws -> Result {
  try ProcessPool(configuration).scope(body)
}

/// Runs `body` with a process pool that ends with it.
///
/// Where `body` returns, all tasks that it submitted end first; where it throws, the pool is terminated. Either way no
/// worker is left when this returns. Throws what `body` throws, or a `PoolError` where the pool cannot be started.
///
/// Where the Swift task is cancelled behind `body`, what is left is terminated. The end of the pool is waited for in any case.
public func withProcessPool<Result>(
  isolation: isolated (any Actor)? = #isolation,
  _ configuration: ProcessPool.Configuration = ProcessPool.Configuration(),
  _ body: (ProcessPool) async throws -> Result
) async throws -> Result {
  try await ProcessPool.start(configuration).scope(isolation: isolation, body)
}
