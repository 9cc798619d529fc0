internal import FoundationEssentials

/// Any `Codable` value as bytes, by way of a binary property list.
///
/// An array around the value lets numbers and strings stand alone, which a property list does not allow.
enum CodedBytes {
  static func encode<Value: Encodable>(_ value: Value) throws -> [UInt8] {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = .binary
    return Array(try encoder.encode([value]))
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    let values = try PropertyListDecoder().decode([Value].self, from: Data(bytes))
    guard let value = values.first else { throw WireError() }
    return value
  }
}
