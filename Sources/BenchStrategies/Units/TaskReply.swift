package import BenchWorkloads

/// What a unit outside this process answers for one task.
package struct TaskReply: Codable, Hashable, Sendable {
  package var value: UInt64
  package var payload: [UInt8]
  /// When the task began and ended, in nanoseconds of CLOCK_MONOTONIC; 0 where it was not stamped.
  package var start: Int
  package var end: Int

  package init(output: TaskOutput, start: Int = 0, end: Int = 0) {
    value = output.value
    payload = output.payload
    self.start = start
    self.end = end
  }

  package var output: TaskOutput { TaskOutput(value: value, payload: payload) }
}
