package import WorkerPools

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

extension TaskRequest: WireValue {
  package func encode(into writer: inout WireWriter) {
    writer.write(task)
    writer.write(isStamped)
    writer.write(payload)
  }

  package init(from reader: inout WireReader) throws {
    task = try reader.read()
    isStamped = try reader.read()
    payload = try reader.readBytes()
  }
}

extension TaskBatch {
  /// What a unit outside this process is told of this task.
  package func request(for task: Int) -> TaskRequest {
    TaskRequest(task: UInt64(task), isStamped: isStamped(task), payload: input(task))
  }
}
