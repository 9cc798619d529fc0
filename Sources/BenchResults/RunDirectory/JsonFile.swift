import BenchModel

/// JSON files with keys in snake case, written whole or not at all.
package enum JsonFile {
  /// Writes the value over what is there, atomically.
  ///
  /// - Throws: `ResultsError.cannotWrite`; a file that was there then stays as it was.
  package static func write(_ value: some Encodable, path: String) throws {
    try FileContent.write(try SnakeCaseJSON.encode(value), path: path)
  }

  /// Reads a value of the given type.
  ///
  /// - Throws: `ResultsError.cannotRead`, or `.damagedJson` with the place inside the file.
  package static func read<Value: Decodable>(_ type: Value.Type, path: String) throws(ResultsError) -> Value {
    let bytes = try FileContent.read(path: path)
    do throws(JSONProblem) {
      return try SnakeCaseJSON.decode(type, from: bytes)
    } catch {
      throw .damagedJson(path: path, detail: error.description)
    }
  }
}
