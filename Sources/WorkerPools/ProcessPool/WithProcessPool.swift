/// Runs `body` with a process pool that ends with it.
///
/// Where `body` returns, all tasks that it submitted end first; where it throws, the pool is terminated. Either way no
/// worker is left when this returns. Throws what `body` throws, or a `PoolError` where the pool cannot be started.
@available(*, noasync, message: "await the asynchronous form instead")
public func withProcessPool<Result>(
  _ configuration: ProcessPool.Configuration = ProcessPool.Configuration(),
  _ body: (ProcessPool) throws -> Result
) throws -> Result {
  let pool = try ProcessPool(configuration)
  do {
    let result = try body(pool)
    pool.close()
    try pool.join()
    return result
  } catch {
    pool.terminate()
    try pool.join()
    throw error
  }
}

/// Runs `body` with a process pool that ends with it.
///
/// Where `body` returns, all tasks that it submitted end first; where it throws, the pool is terminated. Either way no
/// worker is left when this returns. Throws what `body` throws, or a `PoolError` where the pool cannot be started.
public func withProcessPool<Result>(
  isolation: isolated (any Actor)? = #isolation,
  _ configuration: ProcessPool.Configuration = ProcessPool.Configuration(),
  _ body: (ProcessPool) async throws -> Result
) async throws -> Result {
  let pool = try ProcessPool(configuration)
  do {
    let result = try await body(pool)
    pool.close()
    try await pool.joined()
    return result
  } catch {
    pool.terminate()
    try await pool.joined()
    throw error
  }
}
