/// The process groups that a watchdog would kill: what its driver's lines add up to.
///
/// A line is `+GROUP` or `-GROUP`. Bytes arrive in pieces of any length; a line that is neither is ignored.
package struct WatchdogLedger: Sendable {
  package private(set) var groups: Set<Int32> = []
  private var unfinished: [UInt8] = []

  package init() {}

  /// Takes in the next bytes.
  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        apply(unfinished)
        unfinished.removeAll(keepingCapacity: true)
      } else if unfinished.count < 32 {
        unfinished.append(byte)
      }
    }
  }

  /// The line that registers a group.
  package static func entry(_ group: Int32) -> String { "+\(group)\n" }

  /// The line that strikes a group out.
  package static func removal(_ group: Int32) -> String { "-\(group)\n" }

  /// Groups 0 and 1 and everything below would be the watchdog's own, init's, or everybody's.
  private mutating func apply(_ line: [UInt8]) {
    guard let sign = line.first, let group = Int32(String(decoding: line.dropFirst(), as: UTF8.self)), group > 1 else {
      return
    }
    if sign == UInt8(ascii: "+") { groups.insert(group) }
    if sign == UInt8(ascii: "-") { groups.remove(group) }
  }
}
