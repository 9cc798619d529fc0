/// A contender: a label, an executable, its environment and the strategy that it is asked for.
package struct Arm: Codable, Hashable, Sendable {
  package var label: String
  /// The words of the command that the repetition protocol's arguments are appended to; never empty.
  package var command: [String]
  /// Variables that are set for this arm beside the driver's own environment.
  package var environment: [String: String]
  /// The strategy that this program's own arms are asked for; `nil` for an arm given by `--arm`.
  package var strategy: String?
  package var startMethod: String?
  /// How this program's own strategy is to deliver results; nil for its default.
  package var resultMode: ResultMode?
  /// The name of the allocator: `jemalloc`, `system`, or a library's path.
  package var allocator: String?
  package var isControl: Bool
  /// Whether the arm is another program than this one, given by `--arm`, by a suite, or as a side of a gate.
  package var isExternal: Bool
  /// Whether an extra repetition counts the arm's allocations.
  package var countsAllocations: Bool
  /// Whether a run is good without it.
  package var isOptional: Bool
  /// Whether the strategy runs one task at a time, whatever the cell's width is.
  package var isSerial: Bool
  /// What arms that share their number of tasks have in common: those of one strategy, or of one external program.
  package var sizingGroup: String

  /// An arm; without a `sizingGroup` it is the strategy, with what varies it, or else the label.
  package init(
    label: String, command: [String], environment: [String: String] = [:], strategy: String? = nil,
    startMethod: String? = nil, resultMode: ResultMode? = nil, allocator: String? = nil, isControl: Bool = false,
    sizingGroup: String? = nil
  ) {
    self.label = label
    self.command = command
    self.environment = environment
    self.strategy = strategy
    self.startMethod = startMethod
    self.resultMode = resultMode
    self.allocator = allocator
    self.isControl = isControl
    isExternal = strategy == nil
    countsAllocations = strategy != nil && (allocator == nil || allocator == "jemalloc")
    isOptional = false
    isSerial = false
    let variations = [startMethod, resultMode?.rawValue].compactMap(\.self)
    self.sizingGroup = sizingGroup ?? strategy.map { ([$0] + variations).joined(separator: "@") } ?? label
  }

  private static let controlSuffix = "-control"

  /// The label of an arm's second copy.
  package static func controlLabel(of label: String) -> String { label + controlSuffix }

  /// The label of the arm that a control is a copy of, or nil if the label is none of a control.
  package static func original(ofControl label: String) -> String? {
    label.hasSuffix(controlSuffix) ? String(label.dropLast(controlSuffix.count)) : nil
  }

  /// Whether `label` matches `[A-Za-z0-9][A-Za-z0-9._@+-]*`.
  package static func isValidLabel(_ label: String) -> Bool {
    func isAlphanumeric(_ byte: UInt8) -> Bool {
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
    guard let first = label.utf8.first, isAlphanumeric(first) else { return false }
    let marks = Set("._@+-".utf8)
    return label.utf8.allSatisfy { isAlphanumeric($0) || marks.contains($0) }
  }
}
