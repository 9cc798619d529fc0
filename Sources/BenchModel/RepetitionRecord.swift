/// How a repetition ended; the column `status`.
package enum RepetitionStatus: String, Codable, Sendable {
  case ok
  case failed
  case timeout
  case wrongResult = "wrong_result"
  case unsupported
  case malformed
  /// Measured by a debug build: good for tests, refused by reports.
  case debug

  /// Whether the repetition measured something, in a release or a debug build.
  package var isMeasured: Bool { self == .ok || self == .debug }
}

/// A value and how often it was seen: one bucket of a histogram.
///
/// In JSON `[value, count]`, or just `value` for a count of one, so that an arm may list plain samples.
package struct HistogramBucket: Hashable, Sendable {
  package var value: Int
  package var count: Int

  package init(value: Int, count: Int = 1) {
    self.value = value
    self.count = count
  }
}

extension HistogramBucket: Codable {
  package init(from decoder: any Decoder) throws {
    if let value = try? decoder.singleValueContainer().decode(Int.self) {
      self.init(value: value)
      return
    }
    var pair = try decoder.unkeyedContainer()
    self.init(value: try pair.decode(Int.self), count: try pair.decode(Int.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var pair = encoder.unkeyedContainer()
    try pair.encode(value)
    try pair.encode(count)
  }
}

/// The times of one stamped task, in nanoseconds of CLOCK_MONOTONIC; in JSON `[index, submit, start, end]`.
package struct TaskTimes: Hashable, Sendable {
  package var index: Int
  package var submit: Int
  package var start: Int
  package var end: Int

  package init(index: Int, submit: Int, start: Int, end: Int) {
    self.index = index
    self.submit = submit
    self.start = start
    self.end = end
  }
}

extension TaskTimes: Codable {
  package init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    self.init(
      index: try values.decode(Int.self), submit: try values.decode(Int.self), start: try values.decode(Int.self),
      end: try values.decode(Int.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.unkeyedContainer()
    for value in [index, submit, start, end] { try values.encode(value) }
  }
}

/// What one repetition reports: the file behind `--record`.
///
/// On disk the keys are in snake case. Only `protocolVersion` and `status` are required, and, where the status is `ok`,
/// `batchNs` and `tasksN`. What an arm did not measure, it leaves out.
package struct RepetitionRecord: Codable, Hashable, Sendable {
  package var protocolVersion = repetitionProtocolVersion
  package var status: RepetitionStatus
  package var statusDetail: String?
  package var strategy: String?
  package var startMethod: String?
  package var resultMode: ResultMode?
  package var allocator: String?
  /// The commit of the build of the arm's program.
  package var commit: String?

  package var taskIterationsN: Int?
  package var widthEffectiveN: Int?
  package var submission: Submission?
  package var chunkN: Int?
  package var inflightN: Int?
  package var tasksN: Int?
  package var warmupTasksN: Int?
  package var stampEveryN: Int?

  /// When the batch began, in nanoseconds of CLOCK_MONOTONIC.
  package var tStartNs: Int?
  package var startupNs: Int?
  package var batchNs: Int?
  package var teardownNs: Int?

  package var roundtripNs: [HistogramBucket]?
  package var roundtripIdleNs: [HistogramBucket]?
  package var latencyNs: [HistogramBucket]?
  package var queueNs: [HistogramBucket]?
  package var serviceNs: [HistogramBucket]?
  package var spawnNs: [HistogramBucket]?
  package var reapNs: [HistogramBucket]?

  package var cpuUserNs: Int?
  package var cpuSystemNs: Int?
  package var startupCpuNs: Int?
  package var teardownCpuNs: Int?
  package var ctxVoluntaryN: Int?
  package var ctxInvoluntaryN: Int?
  package var minorFaultsN: Int?
  package var majorFaultsN: Int?
  /// Resident memory of the repetition's process as the batch began.
  ///
  /// Only together with a peak that begins there, too.
  package var rssStartBytes: Int?
  package var peakRssBytes: Int?
  package var workersPssBytes: Int?
  package var allocN: Int?
  package var allocBytes: Int?
  package var processesSpawnedN: Int?
  package var threadsSpawnedN: Int?

  /// 16 lower-case hexadecimal digits.
  package var checksum: String?
  package var checksumTasksN: Int?
  /// Every stamped task, where the spec asked for them.
  package var tasks: [TaskTimes]?

  package init(status: RepetitionStatus, statusDetail: String? = nil) {
    self.status = status
    self.statusDetail = statusDetail
  }
}
