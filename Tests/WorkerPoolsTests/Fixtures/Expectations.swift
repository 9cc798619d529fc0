import Testing
import WorkerPools

/// The pool error that `body` throws, or `nil` and a recorded issue.
func poolError(
  _ sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) -> PoolError? {
  do {
    try body()
    Issue.record("no error was thrown", sourceLocation: sourceLocation)
  } catch let error as PoolError {
    return error
  } catch {
    Issue.record("not a pool error: \(error)", sourceLocation: sourceLocation)
  }
  return nil
}
