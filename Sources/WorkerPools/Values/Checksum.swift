/// A number that finds damage in bytes; no protection against intent.
enum Checksum {
  /// The checksum of the bytes and their count.
  ///
  /// Each step is a bijection of the sum for given bytes and of the bytes for a given sum, so that damage within one word
  /// of eight bytes is always found.
  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var sum = mix(UInt64(bytes.count))
    var position = 0
    while position + 8 <= bytes.count {
      sum = mix(sum ^ bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      position += 8
    }
    var last: UInt64 = 0
    while position < bytes.count {
      last = last << 8 | UInt64(bytes[position])
      position += 1
    }
    return mix(sum ^ last)
  }

  private static func mix(_ sum: UInt64) -> UInt64 {
    let product = sum &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 32
  }
}
