/// Reads figures out of the kernel's text files.
package enum ProcText {
  /// The kernel reports processor time to programs in hundredths of a second, whatever its own tick is.
  static let tickNs = 10_000_000

  /// The time stolen from all processors since boot, out of `/proc/stat`.
  package static func stealNs(stat: String) -> Int? {
    guard let line = lines(of: stat).first(where: { $0.hasPrefix("cpu ") }) else { return nil }
    let fields = words(of: line)
    return fields.count > 8 ? Int(fields[8]).map { $0 * tickNs } : nil
  }

  /// The time that tasks waited for a processor since boot, out of `/proc/pressure/cpu`.
  package static func pressureNs(text: String) -> Int? {
    guard let line = lines(of: text).first(where: { $0.hasPrefix("some ") }) else { return nil }
    let total = words(of: line).first { $0.hasPrefix("total=") }
    return total.flatMap { Int($0.dropFirst("total=".count)) }.map { $0 * 1_000 }
  }

  /// The number after `name`, as in `cpu.stat`: `nr_throttled 12`.
  package static func number(_ name: String, in text: String) -> Int? {
    lines(of: text).lazy.map { words(of: $0) }.first { $0.first == name[...] }.flatMap {
      $0.count > 1 ? Int($0[1]) : nil
    }
  }

  /// The value of the first line `key : value`, as in `/proc/cpuinfo` and `/proc/meminfo`.
  package static func field(_ key: String, in text: String) -> String? {
    for line in lines(of: text) {
      guard let colon = line.firstIndex(of: ":"), trimmed(line[..<colon]) == key else { continue }
      return trimmed(line[line.index(after: colon)...])
    }
    return nil
  }

  package static func lines(of text: String) -> [Substring] {
    text.split(separator: "\n")
  }

  package static func words(of line: Substring) -> [Substring] {
    line.split { $0 == " " || $0 == "\t" }
  }

  package static func trimmed(_ text: some StringProtocol) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\0" }
    let start = text.drop(while: isBlank)
    guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(start[...last])
  }
}
