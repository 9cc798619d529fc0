/// Bytes that grow by one value after the other.
package struct WireWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Appends a number or another plain value as it lies in memory.
  package mutating func write(_ value: some BitwiseCopyable) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
  }

  /// Appends bytes and, before them, their count.
  package mutating func write(_ value: [UInt8]) { value.withUnsafeBytes { writeCounted($0) } }

  /// Appends text.
  package mutating func write(_ value: String) {
    var value = value
    value.withUTF8 { writeCounted(UnsafeRawBufferPointer($0)) }
  }

  /// Appends bytes and, before them, their count.
  mutating func writeCounted(_ value: UnsafeRawBufferPointer) {
    write(value.count)
    write(rawBytes: value)
  }

  /// Appends bytes whose count the reader knows.
  mutating func write(rawBytes: UnsafeRawBufferPointer) { bytes.append(contentsOf: rawBytes) }
}
