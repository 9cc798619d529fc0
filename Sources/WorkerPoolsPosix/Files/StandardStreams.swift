internal import CWorkerPools
internal import Glibc
internal import SystemPackage

/// What a command-line program writes to.
package enum StandardStreams {
  /// How long a reader of standard error may take before it loses what it has not read.
  private static let patienceNs = 1_000_000_000

  /// Opens /dev/null in the place of each standard stream that is closed, so that no file of the program gets its number.
  ///
  /// To be called before the program opens anything. Programs that this one starts get /dev/null as well; one that it becomes
  /// (execve) finds the stream closed again.
  ///
  /// - Returns: whether standard output was closed.
  package static func openMissing() -> Bool {
    let missing = [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO].filter { fcntl($0, F_GETFD) == -1 }
    for number in missing {
      // The lowest free number is this one.
      _ = open("/dev/null", (number == STDIN_FILENO ? O_RDONLY : O_WRONLY) | O_CLOEXEC)
    }
    return missing.contains(STDOUT_FILENO)
  }

  /// Whether standard error is a terminal.
  package static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// The columns of the terminal behind standard error, or `nil` where it is none.
  package static var errorColumns: Int? { columns(of: STDERR_FILENO) }

  /// The columns of the terminal behind standard output, or `nil` where it is none.
  package static var outputColumns: Int? { columns(of: STDOUT_FILENO) }

  private static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes to standard output, and waits for its reader.
  ///
  /// - Throws: why not all was taken; a reader that has gone away is an error and no signal.
  package static func writeOutput(_ text: String) throws(PosixError) {
    try SignalMask.withoutWriteSignals { () throws(PosixError) in
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        do throws(PosixError) {
          let written = try checked("write") { rest.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) } }
          rest.removeFirst(written)
        } catch {
          guard error.code == .wouldBlock else { throw error }
          var entries = [PollEntry(.standardOutput, .writable)]
          _ = try poll(&entries, timeoutNs: nil)
        }
      }
    }
  }

  /// Writes to standard error what its reader takes within a second; the rest is dropped, without an error and a signal.
  package static func writeError(_ text: String) { writeError(Array(text.utf8)) }

  package static func writeError(_ bytes: [UInt8]) {
    SharedStream.write(bytes, to: .standardError, withinNs: patienceNs)
  }
}
