internal import WorkerPoolsPosix

/// How a worker process ended.
///
/// These are the ways that the kernel has for a process to end, and that nobody knows; there will be no others.
public enum WorkerTermination: Hashable, Sendable {
  /// It called `exit` with this code.
  case exited(Int32)
  /// This signal killed it.
  case signaled(Int32)
  /// Something else in the host program collected it first, so that nobody knows.
  case unknown

  init(_ status: TerminationStatus) {
    switch status {
    case .exited(let code): self = .exited(code)
    case .signaled(let signal): self = .signaled(signal)
    case .unknown: self = .unknown
    }
  }
}

extension WorkerTermination: CustomStringConvertible {
  /// The end as the second part of a sentence: `exited with code 1`.
  public var description: String {
    switch self {
    case .exited(let code): "exited with code \(code)"
    case .signaled(let signal): "was killed by signal \(signal) (\(SignalNumber.name(signal)))"
    case .unknown: "ended unobserved, because something else in this program collected it"
    }
  }
}

/// A worker process that ended, and how.
public struct WorkerEnd: Hashable, Sendable {
  /// Its process identifier.
  public let pid: Int32
  /// How it ended.
  public let termination: WorkerTermination
}
