/// The form of values whose bytes lie in memory as they are sent.
///
/// On its own such a value is these bytes and nothing else; as a part of something larger, a count stands before them.
class DirectForm<Value>: WireForm<Value> {
  /// How many bytes the value has on its own.
  func byteCount(_: Value) -> Int { preconditionFailure("a direct form without byteCount") }

  /// Lends the bytes of the value.
  func withBytes(of _: Value, _: (UnsafeRawBufferPointer) -> Void) {
    preconditionFailure("a direct form without withBytes")
  }

  /// Writes the bytes of the value at the start of `destination`, which has room for them.
  func write(_ value: Value, to destination: UnsafeMutableRawBufferPointer) {
    withBytes(of: value) { destination.copyMemory(from: $0) }
  }

  override var minimumByteCount: Int { MemoryLayout<Int>.size }

  override func append(_ value: Value, to writer: inout WireWriter) {
    withBytes(of: value) { writer.writeCounted($0) }
  }

  override func read(from reader: inout WireReader) throws -> Value { try decode(try reader.readCounted()) }

  override func encode(_ value: Value) -> [UInt8] {
    var bytes: [UInt8] = []
    withBytes(of: value) { bytes = Array($0) }
    return bytes
  }
}

/// Text as UTF-8.
final class TextForm: DirectForm<String> {
  override func byteCount(_ value: String) -> Int { value.utf8.count }

  override func withBytes(of value: String, _ body: (UnsafeRawBufferPointer) -> Void) {
    var value = value
    value.withUTF8 { body(UnsafeRawBufferPointer($0)) }
  }

  /// The bytes may change meanwhile: they are copied into the text first, and checked and repaired there.
  override func decode(_ bytes: UnsafeRawBufferPointer) -> String {
    String(unsafeUninitializedCapacity: bytes.count) { space in
      UnsafeMutableRawBufferPointer(space).copyMemory(from: bytes)
      return bytes.count
    }
  }
}

/// A value without references, as it lies in memory.
///
/// No count stands before it: its size is the type's. A type of no size has one byte as a part of something larger.
final class PlainForm<Value>: DirectForm<Value> {
  /// The highest byte that may be in a value, where not every one may.
  let highestByte = PlainBytes.highestByte(of: Value.self)

  override var minimumByteCount: Int { max(MemoryLayout<Value>.size, 1) }

  override func byteCount(_: Value) -> Int { MemoryLayout<Value>.size }

  override func withBytes(of value: Value, _ body: (UnsafeRawBufferPointer) -> Void) {
    withUnsafeBytes(of: value, body)
  }

  override func append(_ value: Value, to writer: inout WireWriter) {
    if MemoryLayout<Value>.size == 0 { return writer.write(0 as UInt8) }
    withUnsafeBytes(of: value) { writer.write(rawBytes: $0) }
  }

  override func read(from reader: inout WireReader) throws -> Value {
    let bytes = try reader.readBytes(minimumByteCount)
    return try decode(UnsafeRawBufferPointer(rebasing: bytes.prefix(MemoryLayout<Value>.size)))
  }

  override func decode(_ bytes: UnsafeRawBufferPointer) throws -> Value {
    guard bytes.count == MemoryLayout<Value>.size else { throw WireError() }
    if let highestByte { return try decode(bytes, areAtMost: highestByte) }
    // A type of no size may come without an address; any aligned one will do.
    return PlainBytes.load(bytes.baseAddress ?? UnsafeRawPointer(bitPattern: MemoryLayout<Value>.alignment)!)
  }
}

extension PlainForm {
  /// The bytes may change meanwhile: they are copied, and the copy is checked.
  private func decode(_ bytes: UnsafeRawBufferPointer, areAtMost highest: UInt8) throws -> Value {
    try withUnsafeTemporaryAllocation(byteCount: bytes.count, alignment: MemoryLayout<Value>.alignment) { copy in
      copy.copyMemory(from: bytes)
      try PlainBytes.check(UnsafeRawBufferPointer(copy), areAtMost: highest)
      return PlainBytes.load(UnsafeRawPointer(copy.baseAddress!))
    }
  }
}

/// An array of values without references, as it lies in memory.
final class PlainArrayForm<Element>: DirectForm<[Element]> {
  private let highestByte = PlainBytes.highestByte(of: Element.self)

  override func byteCount(_ value: [Element]) -> Int { value.count * MemoryLayout<Element>.stride }

  override func withBytes(of value: [Element], _ body: (UnsafeRawBufferPointer) -> Void) {
    value.withUnsafeBytes(body)
  }

  override func decode(_ bytes: UnsafeRawBufferPointer) throws -> [Element] {
    let (count, rest) = bytes.count.quotientAndRemainder(dividingBy: MemoryLayout<Element>.stride)
    guard rest == 0 else { throw WireError() }
    return try [Element](unsafeUninitializedCapacity: count) { space, initializedCount in
      let copy = UnsafeMutableRawBufferPointer(space)
      copy.copyMemory(from: bytes)
      // The copy is what is checked: the bytes may change meanwhile.
      if let highestByte {
        try PlainBytes.check(UnsafeRawBufferPointer(rebasing: copy[..<bytes.count]), areAtMost: highestByte)
      }
      initializedCount = count
    }
  }
}
