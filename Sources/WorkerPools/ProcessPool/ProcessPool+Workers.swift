// A pool's workers as such.
extension ProcessPool {
  /// Blocks until all workers are ready, their initializers run; those that have left because they were idle do not count.
  ///
  /// Tasks need not wait for that: they may be submitted at once. Meant for what asks whether a service is ready, and for
  /// measurements. Throws a `PoolError`: what new tasks are refused with, where the pool is closed, terminated or has given up
  /// because its workers keep dying; or of the code `timedOut`, where the time passed first.
  @available(*, noasync, message: "await the asynchronous `awaitReady` instead")
  public func awaitReady(timeout: Duration? = nil) throws { try core.awaitReady(until: timeout?.deadline) }

  /// As the blocking `awaitReady`, without blocking a thread.
  ///
  /// Throws `CancellationError` where the Swift task is cancelled first, which ends this wait only.
  public func awaitReady(timeout: Duration? = nil) async throws { try await core.ready(until: timeout?.deadline) }

  /// Runs a task once in each worker and returns the outputs, in the order of the workers' places; blocks until they are there.
  ///
  /// For what is to be done or known in every worker, such as to fill a cache before the first request comes. It waits for room in
  /// no queue, and runs when its worker has done what it holds. A worker that has left because it was idle is started again; one
  /// that is replaced later has not run it, which is what `setInitializer` is for. Throws the first error in that order; the
  /// task runs in the other workers all the same.
  @available(*, noasync, message: "await the asynchronous `runOnEachWorker` instead")
  public func runOnEachWorker<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input
  ) throws -> [Function.Output] {
    try withExtendedLifetime(self) { try submitToEachWorker(function, input).map { try $0.get() } }
  }

  /// As the blocking `runOnEachWorker`, without blocking a thread.
  ///
  /// Where the Swift task that awaits it is cancelled, it throws `CancellationError` at once, and cancels the tasks.
  public func runOnEachWorker<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input
  ) async throws -> [Function.Output] {
    try Task.checkCancellation()
    defer { withExtendedLifetime(self) {} }
    let tasks = try submitToEachWorker(function, input)
    var outputs: [Function.Output] = []
    do {
      for task in tasks { outputs.append(try await task.value) }
    } catch let error as CancellationError {
      for task in tasks { task.cancel() }
      throw error
    }
    return outputs
  }

  /// A task for each worker; where one is refused, those before it do not run, as far as they have not begun.
  private func submitToEachWorker<Function: WorkerFunction>(
    _ function: Function.Type, _ input: Function.Input
  ) throws -> [CallTask<Function>] {
    var tasks: [CallTask<Function>] = []
    do {
      for slot in 0..<core.locked({ _ in core.state.target }) {
        let task = try task(function, input)
        try core.submit(task, slot: slot)
        tasks.append(task)
      }
    } catch {
      core.withdraw(tasks)
      throw error
    }
    return tasks
  }
}
