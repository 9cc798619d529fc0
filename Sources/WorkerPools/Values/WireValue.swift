/// A value that writes itself as bytes, faster than by way of `Codable`.
package protocol WireValue: Sendable {
  /// Appends the value.
  func encode(into writer: inout WireWriter) throws
  /// Reads what `encode` wrote.
  init(from reader: inout WireReader) throws
}

/// The bytes do not hold what is to be read from them.
package struct WireError: Error, CustomStringConvertible {
  package init() {}

  package var description: String { "the bytes do not hold such a value" }
}

/// Bytes that grow by one value after the other.
package struct WireWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Appends a number or another plain value as it lies in memory.
  package mutating func write(_ value: some BitwiseCopyable) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }

  /// Appends bytes and, before them, their count.
  package mutating func write(_ value: [UInt8]) {
    write(value.count)
    bytes.append(contentsOf: value)
  }

  /// Appends text.
  package mutating func write(_ value: String) {
    write(value.utf8.count)
    bytes.append(contentsOf: value.utf8)
  }
}

/// Bytes that are read one value after the other.
package struct WireReader: Sendable {
  private let bytes: [UInt8]
  private var position = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The bytes that are not read yet.
  package var remainingCount: Int { bytes.count - position }

  /// Reads a plain value.
  package mutating func read<Value: BitwiseCopyable>(_: Value.Type = Value.self) throws -> Value {
    let start = try advance(by: MemoryLayout<Value>.size)
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Value.self) }
  }

  /// Reads what `write([UInt8])` wrote.
  package mutating func readBytes() throws -> [UInt8] {
    let count = try read(Int.self)
    let start = try advance(by: count)
    return Array(bytes[start..<start + count])
  }

  /// Reads what `write(String)` wrote.
  package mutating func readString() throws -> String {
    let count = try read(Int.self)
    let start = try advance(by: count)
    return String(decoding: bytes[start..<start + count], as: UTF8.self)
  }

  private mutating func advance(by count: Int) throws -> Int {
    guard count >= 0, count <= remainingCount else { throw WireError() }
    defer { position += count }
    return position
  }
}
