package import BenchWorkloads
package import WorkerPools

/// What a unit outside this process is told once, before its first task.
package struct UnitSetup: Codable, Hashable, Sendable {
  package var workload: WorkloadReference
  package var countsHeap: Bool

  package init(workload: WorkloadReference, countsHeap: Bool) {
    self.workload = workload
    self.countsHeap = countsHeap
  }
}

extension UnitSetup: WireValue {
  package func encode(into writer: inout WireWriter) {
    let settings = workload.settings
    writer.write(workload.typeName)
    writer.write(settings.seed)
    for number in [settings.taskDurationNs, settings.iterations, settings.payloadBytes, settings.socketPort] {
      writer.write(number != nil)
      writer.write(number ?? 0)
    }
    writer.write(settings.fileDirectory != nil)
    writer.write(settings.fileDirectory ?? "")
    writer.write(countsHeap)
  }

  package init(from reader: inout WireReader) throws {
    let typeName = try reader.readString()
    var settings = WorkloadSettings(seed: try reader.read())
    settings.taskDurationNs = try reader.readOptional()
    settings.iterations = try reader.readOptional()
    settings.payloadBytes = try reader.readOptional()
    settings.socketPort = try reader.readOptional()
    let hasDirectory: Bool = try reader.read()
    let directory = try reader.readString()
    settings.fileDirectory = hasDirectory ? directory : nil
    workload = WorkloadReference(typeName: typeName, settings: settings)
    countsHeap = try reader.read()
  }
}

extension WireReader {
  fileprivate mutating func readOptional() throws -> Int? {
    let isThere: Bool = try read()
    let number: Int = try read()
    return isThere ? number : nil
  }
}
