/// A payload behind the name of the function that it is for.
enum NamedPayload {
  private static let countSize = MemoryLayout<UInt32>.size
  /// Where values begin, so that numbers behind a name are read by their own instruction.
  private static let alignment = 8

  /// How many bytes the name adds.
  static func overhead(_ name: [UInt8]) -> Int { start(behind: name.count) }

  private static func start(behind nameCount: Int) -> Int { (countSize + nameCount + alignment - 1) & -alignment }

  /// Writes the name and returns the place behind it.
  static func write(
    _ name: [UInt8], to destination: UnsafeMutableRawBufferPointer
  ) -> UnsafeMutableRawBufferPointer {
    destination.storeBytes(of: UInt32(name.count), as: UInt32.self)
    UnsafeMutableRawBufferPointer(rebasing: destination[countSize...]).copyBytes(from: name)
    for index in countSize + name.count..<overhead(name) { destination[index] = 0 }
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
  static func split(
    _ payload: UnsafeRawBufferPointer
  ) throws -> (name: UnsafeRawBufferPointer, rest: UnsafeRawBufferPointer) {
    guard payload.count >= countSize else { throw WireError() }
    let nameCount = Int(payload.loadUnaligned(as: UInt32.self))
    let start = start(behind: nameCount)
    guard start <= payload.count else { throw WireError() }
    let name = UnsafeRawBufferPointer(rebasing: payload[countSize..<countSize + nameCount])
    return (name, UnsafeRawBufferPointer(rebasing: payload[start...]))
  }
}
