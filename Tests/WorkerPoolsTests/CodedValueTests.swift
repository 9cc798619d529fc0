import FoundationEssentials
import Testing

@testable import WorkerPools

@Suite("Values by way of Codable")
struct CodedValueTests {
  private func expectSame<Value: Codable & Sendable & Equatable>(_ values: Value...) throws {
    for value in values {
      // Beside a text, every value goes by way of Codable.
      let coder = ValueCoder<Boxed<Value>>()
      #expect(coder.isLazy)
      #expect(try coder.decode(coder.encode(Boxed(value))).value == value)
      #expect(try CodedBytes.decode(Value.self, from: CodedBytes.encode(value)) == value)
    }
  }

  @Test("numbers of all widths come back as they went")
  func numbers() throws {
    try expectSame(Int.min, .max)
    try expectSame(Int8.min, .max)
    try expectSame(UInt64.max, 1 << 63, 0)
    try expectSame(Int128.min, -1, .max)
    try expectSame(UInt128.max)
    try expectSame(Double.infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude)
    try expectSame(Float.leastNonzeroMagnitude, 0.1)
    try expectSame(true, false)
  }

  @Test("zeros of both signs and what is not a number come back as they went")
  func specialFloats() throws {
    let coder = ValueCoder<Boxed<[Double]>>()
    let special = [
      Boxed([0.0, -0.0]), Boxed([-0.0, 0.0]), Boxed([.nan]), Boxed([-0.0, .nan, .infinity], text: "$null"),
    ]
    for value in special {
      let copy = try coder.decode(coder.encode(value))
      #expect(copy.value.map(\.sign) == value.value.map(\.sign))
      #expect(copy.value.map(\.isNaN) == value.value.map(\.isNaN))
      #expect(copy.text == value.text)
    }
  }

  @Test("the text that Foundation takes for nil comes back wherever it stands")
  func nullText() throws {
    try expectSame("$null", "$", "a $null", "\"$null\"")
    try expectSame(String?.some("$null"), nil)
    try expectSame(["$null", nil, "x"] as [String?])
    try expectSame(["$null": "$null"], ["$null": "b"])
    try expectSame(Case.pair("$null", nil), .pair("", "$null"))
  }

  @Test("nil, empty and nested values come back as they went")
  func structure() throws {
    try expectSame(Int?.none, 1)
    try expectSame([Int?](), [nil], [1, nil])
    try expectSame([[[String]]](), [[], [[]], [["a"], []]])
    try expectSame([String: [Int]?](), ["a": nil, "b": [1]])
    try expectSame(Case.none, .pair("a", nil), .nested([.none, .pair("b", "c")]))
  }

  @Test("dates, data and other types of Foundation come back as they went")
  func foundation() throws {
    try expectSame(Date(timeIntervalSinceReferenceDate: 1_234.567_890_1), .distantPast, .distantFuture)
    try expectSame(Data(), Data([0, 255]))
    try expectSame(UUID())
    try expectSame(URL(string: "https://example.org/a?b=c"))
    try expectSame(Decimal(string: "1.2345678901234567890123456789"))
  }

  @Test("dictionaries with keys of any type come back as they went")
  func keys() throws {
    try expectSame([1: "a", -1: "b"])
    try expectSame([1.5: "a"])
    try expectSame([Case.pair("a", nil): 1, .none: 2])
    try expectSame([Int128.max: "a"])
  }

  @Test("objects come back as copies")
  func objects() throws {
    let coder = ValueCoder<Chain>()
    let copy = try coder.decode(coder.encode(Chain("a", next: Chain("b", next: nil))))
    #expect(copy.name == "a" && copy.next?.name == "b" && copy.next?.next == nil)
  }

  @Test("an optional in an optional is kept where Codable has no part in it")
  func nestedOptional() throws {
    for value in [nil, .some(nil), 1] as [Int??] {
      #expect(try ValueCoder<Int??>().decode(ValueCoder().encode(value)) == value)
    }
    for value in [nil, .some(nil), "$null"] as [String??] {
      #expect(try ValueCoder<String??>().decode(ValueCoder().encode(value)) == value)
    }
    // Codable writes the same for both.
    #expect(try CodedBytes.decode(Int??.self, from: CodedBytes.encode(Int??.some(nil))) == .none)
  }

  @Test("a type's own refusal is told as it was said")
  func refusals() throws {
    let encoding = poolError { _ = try ValueCoder<Refusing>().encode(Refusing()) }
    #expect(encoding?.code == .cannotEncode)
    #expect(encoding?.description.contains("not me") == true)
    let bytes = try ValueCoder<Boxed<Int>>().encode(Boxed(1))
    #expect(poolError { _ = try ValueCoder<Chain>().decode(bytes) }?.code == .cannotDecode)
  }
}

private struct Boxed<Value: Codable & Sendable>: Codable, Sendable {
  var value: Value
  var text: String

  init(_ value: Value, text: String = "") {
    self.value = value
    self.text = text
  }
}

private enum Case: Codable, Hashable {
  case none
  case pair(String, String?)
  case nested([Case])
}

private final class Chain: Codable, Sendable {
  let name: String
  let next: Chain?

  init(_ name: String, next: Chain?) {
    self.name = name
    self.next = next
  }
}

private struct Refusing: Codable {
  var text = ""

  func encode(to _: any Encoder) throws { throw Job.Failure(description: "not me") }
}
