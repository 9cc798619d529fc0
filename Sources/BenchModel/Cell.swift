/// How many units, processes or threads, a strategy may keep alive at once.
package enum Width: Hashable, Sendable {
  /// At most this many, at least one.
  case bounded(Int)
  /// All of them, up to the limit that the plan states.
  case unbounded
}

extension Width {
  /// The number of units, or `nil` where there is no bound; the column `width_n`.
  package var count: Int? {
    switch self {
    case .bounded(let count): count
    case .unbounded: nil
    }
  }
}

extension Width: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self = container.decodeNil() ? .unbounded : .bounded(try container.decode(Int.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .bounded(let count): try container.encode(count)
    case .unbounded: try container.encodeNil()
    }
  }
}

/// One point of the matrix: what is run, however it is run.
///
/// A parameter that the workload ignores is `nil`. Two cells are the same cell when these values are the same; the
/// calibrated number of iterations is data, not identity.
package struct Cell: Codable, Hashable, Sendable {
  package var workload: String
  /// How task durations are distributed (`fixed`), or `nil` where the workload has no duration.
  package var distribution: String?
  /// The nominal duration of one task in nanoseconds.
  package var taskDurationNs: Int?
  package var payloadBytes: Int?
  package var width: Width

  package init(
    workload: String, distribution: String? = nil, taskDurationNs: Int? = nil, payloadBytes: Int? = nil, width: Width
  ) {
    self.workload = workload
    self.distribution = distribution
    self.taskDurationNs = taskDurationNs
    self.payloadBytes = payloadBytes
    self.width = width
  }
}
