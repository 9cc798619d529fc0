/// What both pools have for their end.
protocol EndingPool: Sendable {
  func close()
  func terminate()
  func join(timeout: Duration?) throws
  func waitUntilIdle(timeout: Duration?) async throws
  func joinWhateverComes() async
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
  ///
  /// Cancelling the Swift task ends the wait for tasks, and those with it, as a task group cancels the children that its body
  /// leaves; never the wait for the pool's end, which has nothing to wait for then but what runs on threads.
  func scope<Result>(
    isolation: isolated (any Actor)?, _ body: (Self) async throws -> Result
  ) async throws -> Result {
    do {
      let result = try await body(self)
      close()
      do { try await waitUntilIdle(timeout: nil) } catch { terminate() }
      await joinWhateverComes()
      return result
    } catch {
      terminate()
      await joinWhateverComes()
      throw error
    }
  }
}
