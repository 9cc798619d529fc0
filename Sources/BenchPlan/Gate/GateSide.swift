/// One side of a gate: what is measured against what.
package enum GateSide: String, Codable, CaseIterable, Sendable {
  /// What is there already.
  case base
  /// What is to be judged.
  case head

  /// The label of the side's arm for a strategy: `head.thread-pool@results`.
  package func label(_ strategy: String) -> String { "\(rawValue).\(strategy)" }

  /// The side and the strategy of an arm's label, or nil if it is no label of a gate.
  package static func parse(_ label: String) -> (side: GateSide, strategy: String)? {
    let parts = label.split(separator: ".", maxSplits: 1)
    guard parts.count == 2, let side = GateSide(rawValue: String(parts[0])) else { return nil }
    return (side, String(parts[1]))
  }
}
