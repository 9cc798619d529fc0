/// Bytes that are read one value after the other.
///
/// Every read is checked against the bytes that are left.
package struct WireReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0
  /// What keeps `bytes` alive where the reader itself has to.
  private let copy: ByteCopy?

  /// Reads bytes that outlive the reader.
  package init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    copy = nil
  }

  /// Reads a copy of the bytes.
  package init(_ bytes: [UInt8]) {
    let copy = ByteCopy(bytes)
    self.bytes = UnsafeRawBufferPointer(copy.bytes)
    self.copy = copy
  }

  /// The bytes that are not read yet.
  package var remainingCount: Int { bytes.count - position }

  /// Reads a plain value.
  package mutating func read<Value: BitwiseCopyable>(_: Value.Type = Value.self) throws -> Value {
    try readBytes(MemoryLayout<Value>.size).loadUnaligned(as: Value.self)
  }

  /// Reads what `write([UInt8])` wrote.
  package mutating func readBytes() throws -> [UInt8] { Array(try readCounted()) }

  /// Reads what `write(String)` wrote, and repairs ill-formed UTF-8.
  package mutating func readString() throws -> String { String(decoding: try readCounted(), as: UTF8.self) }

  /// Lends what `writeCounted` wrote.
  mutating func readCounted() throws -> UnsafeRawBufferPointer { try readBytes(try read()) }

  /// Reads the count of parts of at least so many bytes each; that many can be there.
  mutating func readCount(ofAtLeast byteCount: Int) throws -> Int {
    let count = try read(Int.self)
    guard count >= 0, count <= remainingCount / byteCount else { throw WireError() }
    return count
  }

  /// Lends the next bytes.
  mutating func readBytes(_ count: Int) throws -> UnsafeRawBufferPointer {
    guard count >= 0, count <= remainingCount else { throw WireError() }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }
}

/// Bytes at an address that stays while somebody refers to them.
private final class ByteCopy {
  let bytes: UnsafeMutableRawBufferPointer

  init(_ source: [UInt8]) {
    bytes = .allocate(byteCount: source.count, alignment: 1)
    bytes.copyBytes(from: source)
  }

  deinit { bytes.deallocate() }
}
