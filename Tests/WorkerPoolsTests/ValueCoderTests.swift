import Testing

@testable import WorkerPools

@Suite("How a type's values cross")
struct ValueCoderTests {
  /// Which scheme generic code gets for a type and for an array of it.
  private func schemes<Value: Codable & Sendable>(_: Value.Type) -> [Bool] {
    [
      ValueCoder<Value>().isDirect, ValueCoder<Value>().isLazy, ValueCoder<[Value]>().isDirect,
      ValueCoder<[Value]>().isLazy,
    ]
  }

  @Test("the scheme follows from the type alone")
  func scheme() {
    for plain in [schemes(Int.self), schemes(Point.self), schemes(Bool?.self), schemes(Suit.self)] {
      #expect(plain == [true, false, true, false])
    }
    #expect(schemes(String.self) == [true, false, false, false])
    #expect(schemes([Point].self) == [true, false, false, false])
    for parts in [schemes([String: [Int]].self), schemes(String?.self), schemes(Handwritten.self)] {
      #expect(parts == [false, false, false, false])
    }
    for coded in [schemes(Entry.self), schemes(Entry?.self), schemes([String: Entry].self)] {
      #expect(coded == [false, true, false, true])
    }
  }

  @Test("a direct value takes the bytes that it has in memory")
  func sizes() {
    #expect(ValueCoder<Int>().byteCount(7) == 8)
    #expect(ValueCoder<String>().byteCount("né") == 3)
    #expect(ValueCoder<[UInt8]>().byteCount([1, 2, 3]) == 3)
    #expect(ValueCoder<[Int16]>().byteCount([1, 2, 3]) == 6)
    #expect(ValueCoder<[Point]>().byteCount([]) == 0)
  }

  @Test("integers and floats of all widths come back bit for bit")
  func numbers() throws {
    func check<Value: FixedWidthInteger & Codable & Sendable>(_: Value.Type) throws {
      for value in [Value.min, .max] { #expect(try ValueCoder<Value>().decode(ValueCoder().encode(value)) == value) }
    }
    let integers: [any (FixedWidthInteger & Codable & Sendable).Type] = [
      Int.self, Int8.self, Int16.self, Int32.self, Int64.self, Int128.self, UInt.self, UInt8.self, UInt16.self,
      UInt32.self, UInt64.self, UInt128.self,
    ]
    for type in integers { try check(type) }
    let odd = Double(bitPattern: 0xFFF8_0000_0000_1234)
    #expect(try ValueCoder<[Double]>().decode(ValueCoder().encode([odd])).map(\.bitPattern) == [odd.bitPattern])
    #expect(try ValueCoder<Float>().decode(ValueCoder().encode(-0.0 as Float)).sign == .minus)
  }

  @Test("a value of no size comes back, alone and in collections")
  func noSize() throws {
    #expect(try ValueCoder<Nothing>().decode(ValueCoder().encode(Nothing())) == Nothing())
    for value in [[:], [Nothing(): [Nothing()]]] as [[Nothing: [Nothing]]] {
      #expect(try ValueCoder<[Nothing: [Nothing]]>().decode(ValueCoder().encode(value)) == value)
    }
    #expect(try ValueCoder<[Nothing]>().decode(ValueCoder().encode([Nothing(), Nothing()])).count == 2)
  }

  @Test("a wrong length is refused")
  func lengths() {
    #expect(cannotDecode(Int.self, [1, 2, 3]))
    #expect(cannotDecode(Int.self, []))
    #expect(cannotDecode([Int].self, [UInt8](repeating: 0, count: 12)))
    #expect(cannotDecode(String?.self, [0, 0]))
    #expect(cannotDecode(Entry.self, []))
  }

  @Test("a Bool is 0 or 1, alone, in an optional and in an array")
  func truth() throws {
    #expect(cannotDecode(Bool.self, [2]))
    #expect(cannotDecode(Bool?.self, [3]))
    #expect(cannotDecode([Bool].self, [0, 1, 2]))
    #expect(try ValueCoder<Bool?>().decode([2]) == .some(nil))
  }

  @Test("ill-formed UTF-8 is repaired")
  func repair() throws {
    #expect(try ValueCoder<String>().decode([0x61, 0xFF]) == "a\u{FFFD}")
    var writer = WireWriter()
    writer.write([0x61, 0xFF] as [UInt8])
    writer.write(5)
    #expect(try ValueCoder<[String: Int]>().decode([1, 0, 0, 0, 0, 0, 0, 0] + writer.bytes) == ["a\u{FFFD}": 5])
  }

  @Test("a key that comes twice in damaged bytes is no crash")
  func duplicateKeys() throws {
    var writer = WireWriter()
    for number in [2, 7, 1, 7, 2] { writer.write(number) }
    #expect(try ValueCoder<[Int: Int]>().decode(writer.bytes) == [7: 2])
  }

  private func cannotDecode<Value: Codable & Sendable>(_: Value.Type, _ bytes: [UInt8]) -> Bool {
    poolError { _ = try ValueCoder<Value>().decode(bytes) }?.code == .cannotDecode
  }

  private struct Nothing: Codable, Hashable {}

  private enum Suit: Codable { case hearts, spades }
}
