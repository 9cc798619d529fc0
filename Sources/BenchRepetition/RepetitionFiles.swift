package import BenchModel
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
    do throws(JSONProblem) {
      spec = try SnakeCaseJSON.decode(RepetitionSpec.self, from: text)
    } catch {
      throw .malformedSpec(path: path, cause: error.description)
    }
    guard spec.protocolVersion == repetitionProtocolVersion else { throw .otherProtocol(version: spec.protocolVersion) }
    return spec
  }

  /// Writes the record so that a reader finds either all of it or no file.
  package static func write(_ record: RepetitionRecord, path: String) throws(RepetitionError) {
    do {
      try FileSystemAccess.writeAtomically(try SnakeCaseJSON.encode(record, isPretty: false), to: path)
    } catch {
      throw .unwritableRecord(path: path, cause: "\(error)")
    }
  }
}
