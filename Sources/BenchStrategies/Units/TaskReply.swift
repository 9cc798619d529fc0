package import BenchWorkloads
package import WorkerPools

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

extension TaskReply: WireValue {
  package func encode(into writer: inout WireWriter) {
    writer.write(value)
    writer.write(start)
    writer.write(end)
    writer.write(payload)
  }

  package init(from reader: inout WireReader) throws {
    value = try reader.read()
    start = try reader.read()
    end = try reader.read()
    payload = try reader.readBytes()
  }
}
