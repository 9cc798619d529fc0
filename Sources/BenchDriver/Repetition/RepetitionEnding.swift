package import BenchModel
package import WorkerPoolsPosix

/// How the process of a repetition came to its end.
package enum RepetitionEnd: Hashable, Sendable {
  case ended(TerminationStatus)
  /// It was killed after so long.
  case timedOut(afterNs: Int)
}

/// Decides what a repetition's end means.
package enum RepetitionEnding {
  /// The record of the repetition: its own where the process exited with 0 and left a good one, else one that says what
  /// happened, with the last line that the process printed.
  package static func record(
    end: RepetitionEnd, lastLine: String, readRecord: () throws(RecordError) -> RepetitionRecord?
  ) -> RepetitionRecord {
    let said = lastLine.isEmpty ? "" : ": \(lastLine)"
    switch end {
    case .timedOut(let limit):
      let span = Quantity.describe(nanoseconds: Double(limit))
      return RepetitionRecord(status: .timeout, statusDetail: "it was killed after \(span)\(said)")
    case .ended(.exited(0)):
      return ownRecord(said: said, readRecord)
    case .ended(let status):
      return RepetitionRecord(status: .failed, statusDetail: "it \(status)\(said)")
    }
  }

  private static func ownRecord(
    said: String, _ readRecord: () throws(RecordError) -> RepetitionRecord?
  ) -> RepetitionRecord {
    do throws(RecordError) {
      if let record = try readRecord() { return record }
      return RepetitionRecord(status: .malformed, statusDetail: "it exited with code 0 but left no record\(said)")
    } catch {
      return RepetitionRecord(status: .malformed, statusDetail: error.description)
    }
  }
}
