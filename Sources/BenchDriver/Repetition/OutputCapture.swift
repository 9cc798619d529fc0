import BenchMachine

/// What an arm printed: the beginning up to a limit, and the end of it.
package struct OutputCapture: Sendable {
  package static let standardLimit = 64 << 10
  static let longestLine = 300

  private let limit: Int
  /// The first bytes, at most as many as the limit.
  package private(set) var kept: [UInt8] = []
  /// How many bytes came after those and were thrown away.
  package private(set) var discarded = 0
  private var tail: [UInt8] = []

  package init(limit: Int = OutputCapture.standardLimit) {
    self.limit = limit
  }

  /// Takes in the next bytes.
  package mutating func feed(_ bytes: ArraySlice<UInt8>) {
    let fitting = min(bytes.count, limit - kept.count)
    kept += bytes.prefix(fitting)
    discarded += bytes.count - fitting
    tail += bytes.suffix(2 * Self.longestLine)
    if tail.count > 4 * Self.longestLine { tail.removeFirst(tail.count - 2 * Self.longestLine) }
  }

  /// The last line that is not blank, shortened and without control characters; empty where there is none.
  package var lastLine: String {
    let line = tail.split { $0 == 0x0A || $0 == 0x0D }.last { $0.contains { $0 > 0x20 } } ?? []
    let text = String(decoding: line.suffix(Self.longestLine), as: UTF8.self)
    return ProcText.trimmed(
      String(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }))
  }

  /// The text for the log, with a line that says what was left out; empty where nothing was printed.
  package func logEntry(title: String) -> [UInt8] {
    guard !kept.isEmpty else { return [] }
    var entry = Array("== \(title)\n".utf8) + kept
    if entry.last != 0x0A { entry.append(0x0A) }
    if discarded > 0 { entry += Array("== \(discarded) more bytes were left out\n".utf8) }
    return entry
  }
}
