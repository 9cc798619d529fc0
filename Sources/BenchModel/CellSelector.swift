/// Which cells are meant: those that agree with each value that is given.
package struct CellSelector: Codable, Hashable, Sendable {
  package var workload: String?
  /// Nanoseconds.
  package var taskDurationNs: Int?
  package var payloadBytes: Int?
  package var width: Width?

  package init(
    workload: String? = nil, taskDurationNs: Int? = nil, payloadBytes: Int? = nil, width: Width? = nil
  ) {
    self.workload = workload
    self.taskDurationNs = taskDurationNs
    self.payloadBytes = payloadBytes
    self.width = width
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    workload = try container.decodeIfPresent(String.self, forKey: .workload)
    taskDurationNs = try container.decodeIfPresent(Int.self, forKey: .taskDurationNs)
    payloadBytes = try container.decodeIfPresent(Int.self, forKey: .payloadBytes)
    // An unbounded width is a null that is there.
    width = container.contains(.width) ? try container.decode(Width.self, forKey: .width) : nil
  }

  package func selects(_ cell: Cell) -> Bool {
    selects(cell.width) && (workload == nil || workload == cell.workload)
      && (taskDurationNs == nil || taskDurationNs == cell.taskDurationNs)
      && (payloadBytes == nil || payloadBytes == cell.payloadBytes)
  }

  /// Whether all cells of a width are meant, whatever is run in them.
  package func selectsAll(of width: Width) -> Bool {
    selects(width) && workload == nil && taskDurationNs == nil && payloadBytes == nil
  }

  private func selects(_ width: Width) -> Bool { self.width == nil || self.width == width }

  /// What was given, in a line: `cpu, tasks of 10us`.
  package var title: String {
    let duration = taskDurationNs.map { "tasks of \(Quantity.label(nanoseconds: $0))" }
    let payload = payloadBytes.map { "\(Quantity.label(bytes: $0)) each" }
    return [workload, duration, payload, width?.title].compactMap(\.self).joined(separator: ", ")
  }
}
