import FoundationEssentials

/// JSON files with keys in snake case, written whole or not at all.
package enum JsonFile {
  /// Writes the value over what is there, atomically.
  ///
  /// - Throws: `ResultsError.cannotWrite`; a file that was there then stays as it was.
  package static func write(_ value: some Encodable, path: String) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    var bytes = [UInt8](try encoder.encode(value))
    bytes.append(0x0A)
    try FileContent.write(bytes, path: path)
  }

  /// Reads a value of the given type.
  ///
  /// - Throws: `ResultsError.cannotRead`, or `.damagedJson` with the place inside the file.
  package static func read<Value: Decodable>(_ type: Value.Type, path: String) throws(ResultsError) -> Value {
    let bytes = try FileContent.read(path: path)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return try decoder.decode(type, from: Data(bytes))
    } catch {
      throw .damagedJson(path: path, detail: detail(of: error))
    }
  }

  private static func detail(of error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      "the key '\(place(context.codingPath + [key]))' is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "the value of '\(place(context.codingPath))' is of another type than expected"
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      "the value of '\(place(context.codingPath))' is not acceptable"
    default: "it is not valid JSON"
    }
  }

  /// The path of keys as it is in the file: `cells[2].width_n`.
  private static func place(_ path: [any CodingKey]) -> String {
    path.reduce(into: "") { text, key in
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        text += (text.isEmpty ? "" : ".") + snakeCase(key.stringValue)
      }
    }
  }

  private static func snakeCase(_ name: String) -> String {
    name.reduce(into: "") { text, character in
      text += character.isUppercase ? "_\(character.lowercased())" : String(character)
    }
  }
}
