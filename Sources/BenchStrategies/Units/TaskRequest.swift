/// What a unit outside this process is told of one task; the workload and its settings are there already.
package struct TaskRequest: Codable, Hashable, Sendable {
  package var task: UInt64
  /// Whether the times of the task are wanted.
  package var isStamped: Bool
  package var payload: [UInt8]

  package init(task: UInt64, isStamped: Bool, payload: [UInt8]) {
    self.task = task
    self.isStamped = isStamped
    self.payload = payload
  }
}

extension TaskBatch {
  /// What a unit outside this process is told of this task.
  package func request(for task: Int) -> TaskRequest {
    TaskRequest(task: UInt64(task), isStamped: isStamped(task), payload: input(task))
  }
}
