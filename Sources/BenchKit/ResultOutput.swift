import Synchronization
import WorkerPoolsPosix

/// Where a command's results go: standard output, which can be closed, full or without a reader.
///
/// It remembers what it could not write.
final class ResultOutput: Sendable {
  typealias Sink = @Sendable (String) throws(PosixError) -> Void

  private static let closed: Sink = { _ throws(PosixError) in throw PosixError(call: "write", code: .badFileDescriptor)
  }

  private let sink: Sink
  /// Why results were lost; nil as long as none were.
  private let problem = Mutex<Errno?>(nil)

  /// - Parameters:
  ///   - isClosed: whether standard output was closed when the program began.
  ///   - sink: writes text as a whole or says why not.
  init(isClosed: Bool, sink: @escaping Sink = { text throws(PosixError) in try StandardStreams.writeOutput(text) }) {
    self.sink = isClosed ? Self.closed : sink
  }

  /// Writes lines; what cannot be written is dropped, and all that follows it.
  @Sendable func write(_ text: String) {
    guard problem.withLock({ $0 == nil }) else { return }
    do {
      try sink(text + "\n")
    } catch {
      problem.withLock { $0 = error.code }
    }
  }

  /// What the program ends with: a command that did well and whose results were lost has failed, and that is said.
  func status(after status: ExitStatus, notes: (String) -> Void) -> ExitStatus {
    guard let code = problem.withLock({ $0 }) else { return status }
    let advice = "give it a reader or a file with room"
    notes("bench: the results could not be written to standard output: \(code.text); \(advice)")
    return status == .done ? .failure : status
  }
}
