internal import CWorkerPools
internal import Glibc

/// How a process ended: a value, not an error.
package enum TerminationStatus: Hashable, Sendable {
  case exited(Int32)
  case signaled(Int32)
  /// Somebody else collected the process, so that its end cannot be known.
  case unknown

  /// Whether the process ended as Swift code does at a fatal error: by SIGILL on x86-64, by SIGTRAP on arm64.
  package var isTrap: Bool { self == .signaled(SIGILL) || self == .signaled(SIGTRAP) }

  /// Reads the `si_code` and `si_status` that waitid(2) reports.
  init(informationCode: Int32, status: Int32) {
    switch informationCode {
    case Int32(CLD_EXITED): self = .exited(status)
    case Int32(CLD_KILLED), Int32(CLD_DUMPED): self = .signaled(status)
    default: self = .unknown
    }
  }
}

extension TerminationStatus: CustomStringConvertible {
  package var description: String {
    switch self {
    case .exited(let code): "exited with code \(code)"
    case .signaled(let signal): "was killed by signal \(signal) (\(SignalNumber.name(signal)))"
    case .unknown: "ended unobserved, because something else in this program collected it"
    }
  }
}
