import Testing
import WorkerPools
import WorkerPoolsPosix

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

/// Has the test fail, and not hang, where the condition does not come true; looks now and then.
func eventually(
  within limit: Duration = .seconds(20), _ sourceLocation: SourceLocation = #_sourceLocation,
  _ condition: () throws -> Bool
) rethrows {
  let deadline = MonotonicTime.now() + Int(limit.components.seconds) * 1_000_000_000
  while try !condition() {
    guard MonotonicTime.now() < deadline else {
      Issue.record("it did not happen within \(limit)", sourceLocation: sourceLocation)
      return
    }
    MonotonicTime.sleep(nanoseconds: 1_000_000)
  }
}

extension LazyResults {
  /// The outputs up to the first error, and that error.
  func untilError() -> ([Output], (any Error)?) {
    var seen: [Output] = []
    do {
      while let output = try next() { seen.append(output) }
      return (seen, nil)
    } catch {
      return (seen, error)
    }
  }
}
