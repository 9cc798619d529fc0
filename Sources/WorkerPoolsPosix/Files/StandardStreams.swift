internal import Glibc
internal import SystemPackage

/// What a command-line program writes to.
package enum StandardStreams {
  /// Whether standard error is a terminal.
  package static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// The columns of the terminal behind standard error, or `nil` where it is none.
  package static var errorColumns: Int? {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes to standard output; a reader that has gone away is no error, and no signal.
  package static func writeOutput(_ text: String) { write(text, to: .standardOutput) }

  /// Writes to standard error; a reader that has gone away is no error, and no signal.
  package static func writeError(_ text: String) { write(text, to: .standardError) }

  private static func write(_ text: String, to stream: FileDescriptor) {
    try? SignalMask.withoutWriteSignals { () throws(PosixError) in
      try FileSystemAccess.write(Array(text.utf8), to: stream)
    }
  }
}
