import WorkerPools

/// The result of a task that a pool runs: its value alone, or all that was asked for.
enum PendingTask {
  case plain(AsyncResult<UInt64>)
  case full(AsyncResult<TaskReply>)

  /// Waits for the result and tells the batch.
  ///
  /// - Throws: what the task or its pool failed with.
  func complete(_ task: Int, of batch: TaskBatch) throws {
    switch self {
    case .plain(let result): batch.complete(task, value: try result.get())
    case .full(let result): batch.complete(task, try result.get())
    }
  }
}

extension OutstandingResults<PendingTask> {
  /// Waits for the oldest result if there is no room for another one.
  mutating func makeRoom(in batch: TaskBatch) throws {
    if isFull, let oldest = takeFirst() { try oldest.result.complete(oldest.task, of: batch) }
  }

  /// Waits for all results, in the order of their submission.
  mutating func completeAll(of batch: TaskBatch) throws {
    while let oldest = takeFirst() { try oldest.result.complete(oldest.task, of: batch) }
  }
}
