/// An echo: the caller's bytes go to the unit and a copy of them comes back.
struct PayloadWorkload: Workload {
  static let name = "payload"
  static let summary = "an echo of the payload's bytes through the strategy, there and back"
  static let parameters: Set<WorkloadParameter> = [.payload]

  private let seed: UInt64
  private let size: Int

  init(_ settings: WorkloadSettings) throws {
    seed = settings.seed
    size = try WorkloadSettings.require(
      settings.payloadBytes, "payload_bytes", of: Self.name, in: WorkloadSettings.payloadSizes)
  }

  func input(forTask task: UInt64) -> [UInt8] {
    WordSequence.bytes(count: size, base: TaskBase.of(seed: seed, task: task))
  }

  func run(task: UInt64, input: [UInt8]) -> TaskOutput {
    let copy = [UInt8](unsafeUninitializedCapacity: input.count) { buffer, initialized in
      initialized = buffer.update(fromContentsOf: input)
    }
    return TaskOutput(value: 0, payload: copy)
  }

  func value(of output: TaskOutput) -> UInt64 { output.payload.withUnsafeBytes { WordSequence.sum(of: $0) } }

  func expectedValue(forTask task: UInt64) -> UInt64 {
    WordSequence.expectedSum(count: size, base: TaskBase.of(seed: seed, task: task))
  }
}
