/// A value that writes itself as bytes, faster than by way of `Codable`.
package protocol WireValue: Sendable {
  /// Appends the value, at least one byte.
  func encode(into writer: inout WireWriter) throws
  /// Reads what `encode` wrote.
  init(from reader: inout WireReader) throws
}

/// The bytes do not hold what is to be read from them.
package struct WireError: Error, CustomStringConvertible {
  package init() {}

  package var description: String { "the bytes do not hold such a value" }
}
