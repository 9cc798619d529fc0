internal import CWorkerPools
internal import Glibc

/// Numbers of signals that this project sends or reports.
package enum SignalNumber {
  package static let kill = SIGKILL
  package static let terminate = SIGTERM
  package static let interrupt = SIGINT
  package static let hangUp = SIGHUP
  package static let stop = SIGSTOP
  package static let proceed = SIGCONT

  /// Those that a program may ignore on behalf of all that it starts, and of which a worker must not die where its host would not.
  private static let passedOn = [SIGPIPE, SIGXFSZ, SIGHUP]

  /// The signals that this process ignores now and that its workers are to ignore, too.
  package static var ignoredAndPassedOn: [Int32] { passedOn.filter { wp_ignores_signal($0) } }

  /// The description of a signal as the system has it, in English: `Segmentation fault`.
  package static func name(_ signal: Int32) -> String {
    wp_signal_text(signal).map { String(cString: $0) } ?? "unknown"
  }

  /// Sends a signal to a process by its number; for one's own process and for tests.
  ///
  /// `false`: there is none.
  @discardableResult
  package static func send(_ signal: Int32, to pid: Int32) -> Bool { Glibc.kill(pid, signal) == 0 }

  /// Sends a signal to the calling thread alone.
  package static func sendToCurrentThread(_ signal: Int32) { pthread_kill(pthread_self(), signal) }
}
