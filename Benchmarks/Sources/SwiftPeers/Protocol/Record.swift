import Foundation

/// What a repetition reports; what stays `nil` is left out.
struct Record: Encodable {
  var protocolVersion = 1
  var status = "ok"
  var statusDetail: String?
  var strategy: String?
  var allocator: String?
  var submission: Submission?
  var resultMode: ResultMode?
  var chunkN: Int?
  var inflightN: Int?
  var tasksN: Int?
  var warmupTasksN: Int?
  var stampEveryN: Int?
  var widthEffectiveN: Int?
  var tStartNs: Int?
  var startupNs: Int?
  var batchNs: Int?
  var teardownNs: Int?
  var roundtripNs: [Int]?
  var roundtripIdleNs: [Int]?
  var latencyNs: [Int]?
  var queueNs: [Int]?
  var serviceNs: [Int]?
  var cpuUserNs: Int?
  var cpuSystemNs: Int?
  var startupCpuNs: Int?
  var teardownCpuNs: Int?
  var ctxVoluntaryN: Int?
  var ctxInvoluntaryN: Int?
  var minorFaultsN: Int?
  var majorFaultsN: Int?
  var rssStartBytes: Int?
  var peakRssBytes: Int?
  var processesSpawnedN: Int?
  var threadsSpawnedN: Int?
  var checksum: String?
  var checksumTasksN: Int?
  var tasks: [[Int]]?

  /// A peer that cannot run this cell, and why.
  static func unsupported(_ sentence: String) -> Record {
    var record = Record()
    record.status = "unsupported"
    record.statusDetail = sentence
    return record
  }

  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    try encoder.encode(self).write(to: URL(fileURLWithPath: path))
  }
}
