/// What a workload needs to know, once for each process that runs its tasks.
public struct WorkloadSettings: Codable, Hashable, Sendable {
  /// Every value of every task follows from this number and the task's index.
  public var seed: UInt64
  /// The nominal duration of one task in nanoseconds.
  public var taskDurationNs: Int?
  /// Iterations of the `cpu` kernel in one task, as calibrated on this machine.
  public var iterations: Int?
  /// The bytes of one task's payload.
  public var payloadBytes: Int?
  /// The loopback port of the echo server.
  public var socketPort: Int?
  /// The folder for temporary files.
  public var fileDirectory: String?

  /// Creates settings; what a workload does not use stays `nil`.
  public init(
    seed: UInt64, taskDurationNs: Int? = nil, iterations: Int? = nil, payloadBytes: Int? = nil,
    socketPort: Int? = nil, fileDirectory: String? = nil
  ) {
    self.seed = seed
    self.taskDurationNs = taskDurationNs
    self.iterations = iterations
    self.payloadBytes = payloadBytes
    self.socketPort = socketPort
    self.fileDirectory = fileDirectory
  }
}

extension WorkloadSettings {
  /// A setting that the workload cannot do without.
  ///
  /// - Throws: `WorkloadError.missingSetting` or `.invalidSetting` where it is absent or not in `range`.
  static func require(
    _ value: Int?, _ setting: String, of workload: String, in range: ClosedRange<Int>
  ) throws(WorkloadError) -> Int {
    guard let value else { throw .missingSetting(setting, workload: workload) }
    guard range.contains(value) else { throw .invalidSetting(setting, value: value, range: range, workload: workload) }
    return value
  }

  static let durations = 0...3_600_000_000_000
  static let payloadSizes = 0...(1 << 30)
}
