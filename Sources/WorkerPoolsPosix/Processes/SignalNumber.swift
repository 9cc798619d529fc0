internal import Glibc

/// Numbers of signals that this project sends or reports.
package enum SignalNumber {
  package static let kill = SIGKILL
  package static let terminate = SIGTERM
  package static let interrupt = SIGINT
  package static let hangUp = SIGHUP
  package static let stop = SIGSTOP
  package static let proceed = SIGCONT

  /// The description of a signal as the system has it: `Segmentation fault`.
  package static func name(_ signal: Int32) -> String {
    strsignal(signal).map { String(cString: $0) } ?? "unknown"
  }

  /// Sends a signal to a process by its number; for one's own process and for tests.
  ///
  /// `false`: there is none.
  @discardableResult
  package static func send(_ signal: Int32, to pid: Int32) -> Bool { Glibc.kill(pid, signal) == 0 }

  /// Sends a signal to the calling thread alone.
  package static func sendToCurrentThread(_ signal: Int32) { pthread_kill(pthread_self(), signal) }
}
