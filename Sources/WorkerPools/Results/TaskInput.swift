/// Up to as many bytes as a slot of the task path has room for.
struct SmallBytes {
  static let capacity = TaskSlot.inlineCapacity

  private var storage: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
  private var size: UInt8 = 0

  @inline(__always)
  var count: Int { Int(size) }

  /// Copies the bytes, at most `capacity`.
  @inline(__always)
  mutating func set(_ source: UnsafeRawBufferPointer) {
    size = UInt8(source.count)
    withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: source) }
  }

  /// One word.
  @inline(__always)
  mutating func set(word: UInt64) {
    size = UInt8(Word.size)
    storage.0 = word
  }

  /// The word; `nil` where these are not the bytes of one.
  @inline(__always)
  var word: UInt64? { count == Word.size ? storage.0 : nil }

  /// Copies a value that lies in memory as it is, of at most `capacity` bytes.
  @inline(__always)
  mutating func set<Value>(numeric value: Value) {
    size = UInt8(MemoryLayout<Value>.size)
    withUnsafeMutableBytes(of: &storage) { PlainBytes.store(value, at: $0.baseAddress!) }
  }

  /// Has `write` fill so many bytes, at most `capacity`.
  mutating func fill(_ count: Int, _ write: (UnsafeMutableRawBufferPointer) -> Void) {
    size = UInt8(count)
    withUnsafeMutableBytes(of: &storage) { write(UnsafeMutableRawBufferPointer(rebasing: $0[..<count])) }
  }

  @inline(__always)
  func copy(to destination: UnsafeMutableRawBufferPointer) {
    withUnsafeBytes(of: storage) { destination.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
  }

  @inline(__always)
  func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withUnsafeBytes(of: storage) { (bytes) throws(Failure) -> Result in
      try body(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
    }
  }
}

/// A value that waits to be written to a worker.
class LargeInput: @unchecked Sendable {  // immutable
  let byteCount: Int

  init(byteCount: Int) { self.byteCount = byteCount }

  /// Writes `byteCount` bytes.
  func write(to _: UnsafeMutableRawBufferPointer) { preconditionFailure("an input without write") }
}

/// A value whose writing cannot fail.
final class DirectInput<Value: Codable & Sendable>: LargeInput, @unchecked Sendable {
  private let value: Value
  private let coder: ValueCoder<Value>

  init(_ value: Value, _ coder: ValueCoder<Value>) {
    self.value = value
    self.coder = coder
    super.init(byteCount: coder.byteCount(value))
  }

  override func write(to destination: UnsafeMutableRawBufferPointer) { coder.write(value, to: destination) }
}

/// A value as its bytes.
final class EncodedInput: LargeInput, @unchecked Sendable {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    super.init(byteCount: bytes.count)
  }

  override func write(to destination: UnsafeMutableRawBufferPointer) { destination.copyBytes(from: bytes) }
}
