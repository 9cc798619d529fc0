import Foundation

/// What the driver asks of a repetition, as results/PROTOCOL.md has it; keys that no peer needs are not read.
struct Spec: Decodable, Sendable {
  let protocolVersion: Int
  let workload: String
  let taskDurationNs: Int?
  let taskIterationsN: Int?
  let payloadBytes: Int?
  let widthN: Int?
  let tasksN: Int
  let warmupTasksN: Int
  let stampEveryN: Int
  let checksumTasksN: Int?
  let seed: UInt64
  let roundtripMaxN: Int
  let roundtripMaxNs: Int
  let roundtripIdleN: Int
  let roundtripIdlePauseNs: Int
  let recordTasks: Bool?

  /// Reads the spec in that file.
  init(path: String) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(Spec.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    guard protocolVersion == 1 else { throw PeerError("this arm speaks version 1 of the protocol alone") }
  }
}

extension Spec {
  /// What the workload depends on beside the seed, by the names of the protocol.
  var settings: [String: Int] {
    [
      "task_duration_ns": taskDurationNs, "task_iterations_n": taskIterationsN, "payload_bytes": payloadBytes,
    ].compactMapValues { $0 }
  }
}

/// What is wrong, in one sentence.
struct PeerError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
