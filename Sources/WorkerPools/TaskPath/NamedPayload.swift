/// A payload behind the name of the function that it is for.
enum NamedPayload {
  private static let countSize = MemoryLayout<UInt32>.size

  /// How many bytes the name adds.
  static func overhead(_ name: [UInt8]) -> Int { countSize + name.count }

  /// Writes the name and returns the place behind it.
  static func write(
    _ name: [UInt8], to destination: UnsafeMutableRawBufferPointer
  ) -> UnsafeMutableRawBufferPointer {
    destination.storeBytes(of: UInt32(name.count), as: UInt32.self)
    UnsafeMutableRawBufferPointer(rebasing: destination[countSize...]).copyBytes(from: name)
    return UnsafeMutableRawBufferPointer(rebasing: destination[overhead(name)...])
  }

  /// The two as bytes.
  static func bytes(_ name: [UInt8], _ payload: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: overhead(name) + payload.count) { buffer, count in
      count = overhead(name) + payload.count
      write(name, to: UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: count)).copyBytes(from: payload)
    }
  }

  /// The name, and the payload behind it.
  static func split(_ payload: UnsafeRawBufferPointer) throws -> (name: String, rest: UnsafeRawBufferPointer) {
    guard payload.count >= countSize else { throw WireError() }
    let end = countSize + Int(payload.loadUnaligned(as: UInt32.self))
    guard end <= payload.count else { throw WireError() }
    let name = String(decoding: payload[countSize..<end], as: UTF8.self)
    return (name, UnsafeRawBufferPointer(rebasing: payload[end...]))
  }
}
