/// Values without references as they lie in memory.
enum PlainBytes {
  /// Whether the type is one of the most common numbers, of which no conformance needs to be looked up.
  ///
  /// The first such look-up of a type takes tens of microseconds, which a process for one task would feel.
  static func isCommonNumber(_ type: Any.Type) -> Bool {
    type == Int.self || type == Double.self || type == UInt64.self || type == Bool.self || type == UInt8.self
  }

  /// The highest byte that the type's values have, where that is known: `Bool` is 0 or 1, and `nil` of `Bool?` is 2.
  static func highestByte(of type: Any.Type) -> UInt8? {
    if type == Bool.self { return 1 }
    return type == Bool?.self ? 2 : nil
  }

  /// Throws where a byte is higher than the type allows.
  static func check(_ bytes: UnsafeRawBufferPointer, areAtMost highest: UInt8) throws {
    // One pass without a way out, which the compiler turns into wide instructions.
    guard bytes.reduce(0, max) <= highest else { throw WireError() }
  }

  /// The value that lies at any address.
  ///
  /// At an aligned one, as nearly always, this is one copy by the type's own instruction.
  @inline(__always)
  static func load<Value>(_ start: UnsafeRawPointer) -> Value {
    if isAligned(start, for: Value.self) { return start.assumingMemoryBound(to: Value.self).pointee }
    return loadUnaligned(start)
  }

  /// Puts the value at any address.
  @inline(__always)
  static func store<Value>(_ value: Value, at start: UnsafeMutableRawPointer) {
    if isAligned(start, for: Value.self) { return start.assumingMemoryBound(to: Value.self).initialize(to: value) }
    storeUnaligned(value, at: start)
  }

  @inline(__always)
  private static func isAligned<Value>(_ start: UnsafeRawPointer, for _: Value.Type) -> Bool {
    UInt(bitPattern: start) & UInt(bitPattern: MemoryLayout<Value>.alignment - 1) == 0
  }

  // Not inlined: what they need from the runtime would be fetched on the usual way, too.
  @inline(never)
  private static func loadUnaligned<Value>(_ start: UnsafeRawPointer) -> Value {
    withUnsafeTemporaryAllocation(of: Value.self, capacity: 1) { space in
      UnsafeMutableRawBufferPointer(space).copyMemory(from: .init(start: start, count: MemoryLayout<Value>.size))
      return space[0]
    }
  }

  @inline(never)
  private static func storeUnaligned<Value>(_ value: Value, at start: UnsafeMutableRawPointer) {
    withUnsafePointer(to: value) { start.copyMemory(from: $0, byteCount: MemoryLayout<Value>.size) }
  }
}
