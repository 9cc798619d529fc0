import Testing

@testable import WorkerPools

/// One type of each scheme, and nestings of them.
private let types: [any RandomValue.Type] = [
  Int.self, Double.self, Bool.self, Int?.self, Int??.self, Bool?.self, Point.self, [Int].self, [Bool].self,
  [Bool?].self, [Point].self, [UInt8].self, String.self, String?.self, String??.self, [String].self, [String?].self,
  [[Int]].self, [[[Point]]?].self, [String: Int].self, [String: String].self, [Int: [String: Double]].self,
  [Point: Bool].self, [String?: [Int?]].self, [[UInt8]: [String]].self, Handwritten.self, [Handwritten?].self,
  [String: Handwritten].self, Entry.self, Entry?.self, [Entry?].self, [String: Entry].self,
]

@Suite("Values of many types as bytes")
struct RandomValueTests {
  @Test("random values come back as they went", arguments: types)
  func roundTrips(type: any RandomValue.Type) throws {
    func check<Value: RandomValue>(_: Value.Type) throws {
      let coder = ValueCoder<Value>()
      var generator = SeededGenerator(seed: 1)
      for _ in 0..<100 {
        let value = Value.random(&generator)
        #expect(try coder.decode(coder.encode(value)) == value)
        if coder.isDirect { #expect(try Self.passThroughMemory(value, offset: 1) == value) }
      }
    }
    try check(type)
  }

  @Test("damaged bytes give cannotDecode or a value, never a crash", .timeLimit(.minutes(20)), arguments: types)
  func damage(type: any RandomValue.Type) throws {
    func check<Value: RandomValue>(_: Value.Type) throws {
      let coder = ValueCoder<Value>()
      var generator = SeededGenerator(seed: 2)
      for _ in 0..<20 {
        let bytes = try coder.encode(.random(&generator))
        for length in 0..<min(bytes.count, 200) { Self.decodeDamaged(coder, Array(bytes.prefix(length))) }
        for _ in 0..<100 { Self.decodeDamaged(coder, Self.damaged(bytes, &generator)) }
      }
    }
    try check(type)
  }

  @Test("bytes of a coded value that were damaged at all are refused")
  func codedDamage() throws {
    let coder = ValueCoder<Entry>()
    var generator = SeededGenerator(seed: 3)
    let bytes = try coder.encode(Entry(name: "a", note: nil, points: [1: .random(&generator)], children: []))
    for bit in 0..<bytes.count * 8 {
      var bytes = bytes
      bytes[bit / 8] ^= 1 << (bit % 8)
      #expect(poolError { _ = try coder.decode(bytes) }?.code == .cannotDecode)
    }
    #expect(poolError { _ = try coder.decode(bytes + [0]) }?.code == .cannotDecode)
  }

  /// The value from memory at an address that is not aligned.
  private static func passThroughMemory<Value: RandomValue>(_ value: Value, offset: Int) throws -> Value {
    let coder = ValueCoder<Value>()
    let count = coder.byteCount(value)
    let space = UnsafeMutableRawBufferPointer.allocate(byteCount: count + offset + 1, alignment: 16)
    defer { space.deallocate() }
    space[offset + count] = 0xA5
    coder.write(value, to: UnsafeMutableRawBufferPointer(rebasing: space[offset..<offset + count]))
    #expect(space[offset + count] == 0xA5)
    return try coder.decode(UnsafeRawBufferPointer(rebasing: space[offset..<offset + count]))
  }

  private static func decodeDamaged<Value: RandomValue>(_ coder: ValueCoder<Value>, _ bytes: [UInt8]) {
    do {
      // Walks through the whole value.
      _ = "\(try coder.decode(bytes))"
    } catch {
      #expect((error as? PoolError)?.code == .cannotDecode)
    }
  }

  /// A few bits turned, or a word of eight bytes that could be a count replaced.
  private static func damaged(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    if bytes.count >= 8, Bool.random(using: &generator) {
      let start = Int.random(in: 0...bytes.count - 8, using: &generator)
      let count = [Int.min, -1, 1, bytes.count, 1 << 40, .max].randomElement(using: &generator)!
      bytes.withUnsafeMutableBytes { $0.storeBytes(of: count, toByteOffset: start, as: Int.self) }
    } else if !bytes.isEmpty {
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1 << UInt8.random(in: 0...7, using: &generator)
      }
    }
    return bytes
  }
}
