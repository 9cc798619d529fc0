package import BenchModel
import FoundationEssentials
import WorkerPoolsPosix

/// The two files of the repetition protocol: JSON with keys in snake case.
package enum RepetitionFiles {
  /// The spec in that file.
  package static func readSpec(path: String) throws(RepetitionError) -> RepetitionSpec {
    let text: [UInt8]
    do {
      text = try FileSystemAccess.bytes(of: path)
    } catch {
      throw .unreadableSpec(path: path, cause: "\(error)")
    }
    let spec: RepetitionSpec
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      spec = try decoder.decode(RepetitionSpec.self, from: Data(text))
    } catch {
      throw .malformedSpec(path: path, cause: describe(error))
    }
    guard spec.protocolVersion == repetitionProtocolVersion else { throw .otherProtocol(version: spec.protocolVersion) }
    return spec
  }

  /// Writes the record so that a reader finds either all of it or no file.
  package static func write(_ record: RepetitionRecord, path: String) throws(RepetitionError) {
    do {
      let encoder = JSONEncoder()
      encoder.keyEncodingStrategy = .convertToSnakeCase
      encoder.outputFormatting = .sortedKeys
      try FileSystemAccess.writeAtomically([UInt8](try encoder.encode(record)), to: path)
    } catch {
      throw .unwritableRecord(path: path, cause: "\(error)")
    }
  }

  private static func describe(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "it is not JSON" }
    switch error {
    case .keyNotFound(let key, _): return "\(key.stringValue) is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return "\(path(context)) has a value of the wrong type"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty: return "\(path(context)) has an unknown value"
    default: return "it is not JSON"
    }
  }

  private static func path(_ context: DecodingError.Context) -> String {
    context.codingPath.isEmpty ? "the whole" : context.codingPath.map(\.stringValue).joined(separator: ".")
  }
}
