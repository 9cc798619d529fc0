import ArgumentParser
import BenchModel

/// A comma-separated list of the command line.
struct CommaList<Element: Equatable & Sendable>: Equatable, Sendable {
  var elements: [Element]

  /// - Throws: `ValidationError` where an element is empty or `parse` does not know it.
  init(_ text: String, expected: String, parse: (String) -> Element?) throws {
    elements = try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let element = parse(String(part)) else {
        throw ValidationError("'\(part)' is not \(expected)")
      }
      return element
    }
  }

  static func durations(_ text: String) throws -> CommaList<Int> {
    try CommaList<Int>(text, expected: "a duration such as 250us, 1ms or 2s") { part in
      Quantity.nanoseconds(part).flatMap { $0 > 0 ? $0 : nil }
    }
  }

  static func sizes(_ text: String) throws -> CommaList<Int> {
    try CommaList<Int>(text, expected: "a size such as 64B, 4KiB or 1MiB") { Quantity.bytes($0) }
  }

  static func names(_ text: String) throws -> CommaList<String> {
    try CommaList<String>(text, expected: "a name") { $0.isEmpty ? nil : $0 }
  }

  static func widths(_ text: String) throws -> CommaList<Width> {
    try CommaList<Width>(text, expected: "a width: a whole number of at least 1, or 'unbounded'") { part in
      if part == "unbounded" { return .unbounded }
      return Int(part).flatMap { $0 >= 1 ? .bounded($0) : nil }
    }
  }
}
