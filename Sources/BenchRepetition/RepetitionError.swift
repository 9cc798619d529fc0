import BenchModel

/// Why a repetition cannot even begin: its files are not as the protocol says.
package enum RepetitionError: Error, Hashable, Sendable {
  case unreadableSpec(path: String, cause: String)
  case malformedSpec(path: String, cause: String)
  case otherProtocol(version: Int)
  case unwritableRecord(path: String, cause: String)
}

extension RepetitionError: CustomStringConvertible {
  /// One sentence: what was wrong and what to do.
  package var description: String {
    switch self {
    case .unreadableSpec(let path, let cause):
      "The spec \(path) cannot be read (\(cause)); give --spec a readable file."
    case .malformedSpec(let path, let cause):
      "The spec \(path) is not a valid one: \(cause); see results/PROTOCOL.md."
    case .otherProtocol(let version):
      "The spec speaks version \(version) of the repetition protocol and this program version"
        + " \(repetitionProtocolVersion); use a driver and an arm of the same version."
    case .unwritableRecord(let path, let cause):
      "The record \(path) cannot be written (\(cause)); check its folder and the free space."
    }
  }
}
