/// One thread or process for one task, for microbenchmarks.
@_spi(Benchmarks)
public enum UnitProbe {
  /// Starts a thread that does nothing, and joins it.
  ///
  /// Throws a `PoolError` where the system has no room for it.
  public static func thread() throws { _ = try UnitThread.start {}.collect() }

  /// What a start method needs, as long as somebody holds it.
  public struct Preparation: Sendable {
    fileprivate let hold: StartHold
  }

  /// Starts what the method needs, so that no process waits for it, or for a new one, while the preparation is held.
  ///
  /// Throws a `PoolError` where that is not possible.
  public static func prepare(_ method: StartMethod) throws -> Preparation {
    Preparation(hold: try WorkerStart.prepare(method))
  }

  /// Starts a process for one call of the function and collects it.
  ///
  /// Throws a `PoolError` where that is not possible, and what the function throws.
  public static func process<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input, _ method: StartMethod
  ) throws -> Function.Output {
    try UnitProcess.spawn(function, input, startMethod: method).collect().output
  }
}
