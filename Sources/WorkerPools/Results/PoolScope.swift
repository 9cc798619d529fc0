/// What both pools have for their end.
protocol EndingPool: Sendable {
  func close()
  func terminate()
  func join(timeout: Duration?) throws
  func joined() async throws
}

extension ProcessPool: EndingPool {}
extension ThreadPool: EndingPool {}

extension EndingPool {
  /// Runs `body` and ends the pool: in peace where it returns, at once where it throws.
  func scope<Result>(_ body: (Self) throws -> Result) throws -> Result {
    do {
      let result = try body(self)
      close()
      try join(timeout: nil)
      return result
    } catch {
      terminate()
      try join(timeout: nil)
      throw error
    }
  }

  /// As `scope`, without blocking a thread.
  func scope<Result>(
    isolation: isolated (any Actor)?, _ body: (Self) async throws -> Result
  ) async throws -> Result {
    do {
      let result = try await body(self)
      close()
      try await joined()
      return result
    } catch {
      terminate()
      try await joined()
      throw error
    }
  }
}
