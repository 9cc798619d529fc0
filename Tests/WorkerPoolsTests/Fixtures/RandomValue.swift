@testable import WorkerPools

/// Random numbers that are the same in each run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

/// A type that can make a value at random, with a liking for the edges.
protocol RandomValue: Codable, Sendable, Equatable {
  static func random(_ generator: inout SeededGenerator) -> Self
}

extension Int: RandomValue {
  static func random(_ generator: inout SeededGenerator) -> Int {
    [0, -1, .min, .max, Int(truncatingIfNeeded: generator.next())].randomElement(using: &generator)!
  }
}

extension UInt8: RandomValue {
  static func random(_ generator: inout SeededGenerator) -> UInt8 { UInt8(truncatingIfNeeded: generator.next()) }
}

extension Double: RandomValue {
  static func random(_ generator: inout SeededGenerator) -> Double {
    [0, -0.0, .infinity, .leastNonzeroMagnitude, Double.random(in: -1...1, using: &generator)]
      .randomElement(using: &generator)!
  }
}

extension Bool: RandomValue {
  static func random(_ generator: inout SeededGenerator) -> Bool { Bool.random(using: &generator) }
}

extension String: RandomValue {
  static func random(_ generator: inout SeededGenerator) -> String {
    let part = ["", "$null", "\u{0}", "a", "é", "👩‍👩‍👧‍👦", "\u{301}", "a text of more than fifteen bytes"]
    return (0..<Int.random(in: 0...3, using: &generator)).map { _ in part.randomElement(using: &generator)! }.joined()
  }
}

extension Optional: RandomValue where Wrapped: RandomValue {
  static func random(_ generator: inout SeededGenerator) -> Wrapped? {
    Bool.random(using: &generator) ? .some(.random(&generator)) : nil
  }
}

extension Array: RandomValue where Element: RandomValue {
  static func random(_ generator: inout SeededGenerator) -> [Element] {
    (0..<Int.random(in: 0...4, using: &generator)).map { _ in .random(&generator) }
  }
}

extension Dictionary: RandomValue where Key: RandomValue, Value: RandomValue {
  static func random(_ generator: inout SeededGenerator) -> [Key: Value] {
    var dictionary: [Key: Value] = [:]
    for _ in 0..<Int.random(in: 0...4, using: &generator) { dictionary[.random(&generator)] = .random(&generator) }
    return dictionary
  }
}

/// A struct without references.
struct Point: RandomValue, Hashable {
  var x: Int8
  var y: Double
  var z: Int?

  static func random(_ generator: inout SeededGenerator) -> Point {
    Point(x: Int8(truncatingIfNeeded: generator.next()), y: .random(&generator), z: .random(&generator))
  }
}

/// A type that goes by way of `Codable`.
struct Entry: RandomValue {
  var name: String
  var note: String?
  var points: [Int: Point]
  var children: [Entry?]

  static func random(_ generator: inout SeededGenerator) -> Entry {
    Entry(
      name: .random(&generator), note: .random(&generator), points: .random(&generator),
      children: generator.next() % 8 == 0 ? .random(&generator) : [])
  }
}

/// A type that writes itself.
struct Handwritten: RandomValue, WireValue {
  var name: String
  var bytes: [UInt8]

  init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  init(from reader: inout WireReader) throws {
    name = try reader.readString()
    bytes = try reader.readBytes()
  }

  func encode(into writer: inout WireWriter) {
    writer.write(name)
    writer.write(bytes)
  }

  static func random(_ generator: inout SeededGenerator) -> Handwritten {
    Handwritten(name: .random(&generator), bytes: .random(&generator))
  }
}
