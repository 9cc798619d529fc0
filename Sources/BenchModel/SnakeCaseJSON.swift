import FoundationEssentials

/// JSON as every file of this project writes it: keys in snake case and in alphabetical order.
package enum SnakeCaseJSON {
  /// The bytes of a value, which end in a line feed if they are meant for people.
  package static func encode(_ value: some Encodable, isPretty: Bool = true) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = isPretty ? [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes] : .sortedKeys
    return [UInt8](try encoder.encode(value)) + (isPretty ? [0x0A] : [])
  }

  /// The value that these bytes hold.
  ///
  /// - Throws: `JSONProblem`, which names the place in the document.
  package static func decode<Value: Decodable>(
    _ type: Value.Type, from bytes: some Sequence<UInt8>
  ) throws(JSONProblem) -> Value {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return try decoder.decode(type, from: Data(bytes))
    } catch {
      throw JSONProblem(error)
    }
  }

  /// The key on disk of a property: `batch_ns` of `batchNs`.
  package static func key(_ property: String) -> String {
    property.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : "\($1)" }
  }
}

/// What is wrong with a JSON document: a clause without a full stop that names the place, as `cells[2].width_n`.
package struct JSONProblem: Error, Hashable, CustomStringConvertible {
  package let description: String

  init(_ error: any Error) {
    description =
      switch error {
      case DecodingError.keyNotFound(let key, let context):
        "the key \(Self.place(context.codingPath + [key])) is missing"
      case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
        "the value of \(Self.place(context.codingPath)) is of another type than expected"
      case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
        "the value of \(Self.place(context.codingPath)) is not acceptable"
      default: "it is not valid JSON"
      }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    guard !path.isEmpty else { return "the whole document" }
    let place = path.reduce(into: "") { text, key in
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += (text.isEmpty ? "" : ".") + SnakeCaseJSON.key(key.stringValue)
      }
    }
    return "'\(place)'"
  }
}
