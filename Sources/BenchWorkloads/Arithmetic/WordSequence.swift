/// The bytes of a payload: consecutive 64-bit words from a base on, little-endian, the last one cut off at the size.
enum WordSequence {
  /// Fills `bytes`: word j is `base + j`.
  static func fill(_ bytes: UnsafeMutableRawBufferPointer, base: UInt64) {
    let words = bytes.count / 8
    for word in 0..<words {
      bytes.storeBytes(of: (base &+ UInt64(word)).littleEndian, toByteOffset: word * 8, as: UInt64.self)
    }
    var last = base &+ UInt64(words)
    for offset in (words * 8)..<bytes.count {
      bytes[offset] = UInt8(truncatingIfNeeded: last)
      last >>= 8
    }
  }

  /// A new array of such bytes.
  static func bytes(count: Int, base: UInt64) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      fill(UnsafeMutableRawBufferPointer(buffer), base: base)
      initialized = count
    }
  }

  /// The wrapping sum of all words, the last one padded with zeros, plus the number of bytes.
  static func sum(of bytes: UnsafeRawBufferPointer) -> UInt64 {
    var sum = UInt64(bytes.count)
    let words = bytes.count / 8
    for word in 0..<words {
      sum &+= UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self))
    }
    for offset in (words * 8)..<bytes.count {
      sum &+= UInt64(bytes[offset]) << UInt64(8 * (offset - words * 8))
    }
    return sum
  }

  /// The same sum for the bytes that `fill` writes, in closed form.
  static func expectedSum(count: Int, base: UInt64) -> UInt64 {
    let words = UInt64(count / 8)
    let triangle = words % 2 == 0 ? (words / 2) &* (words &- 1) : words &* ((words &- 1) / 2)
    let tail = UInt64(count % 8)
    let last = tail == 0 ? 0 : (base &+ words) & ((1 << (8 * tail)) - 1)
    return words &* base &+ (words == 0 ? 0 : triangle) &+ last &+ UInt64(count)
  }
}
