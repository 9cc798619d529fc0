internal import CWorkerPools
internal import WorkerPoolsPosix

/// Why a process that was started to be a worker is none.
///
/// It ends before `main`, with an exit code that is kept for the reason; see CWorkerPools.
enum StartRefusal: CaseIterable {
  case privileges
  case library
  case descendant
  case socket
  case user
  case version
  case build

  init?(exitCode: Int32) {
    guard let refusal = Self.allCases.first(where: { $0.exitCode == exitCode }) else { return nil }
    self = refusal
  }

  var exitCode: Int32 { Int32(code.rawValue) }

  private var code: wp_refusal {
    switch self {
    case .privileges: wp_refused_privileges
    case .library: wp_refused_library
    case .descendant: wp_refused_descendant
    case .socket: wp_refused_socket
    case .user: wp_refused_user
    case .version: wp_refused_version
    case .build: wp_refused_build
    }
  }

  /// One sentence: what is wrong with that program, and what to do.
  func description(of program: String) -> String {
    switch self {
    case .privileges:
      """
      \(program) starts with privileges that its user does not have (file capabilities, setuid, setgid or a security \
      module), so that a worker of it cannot trust its environment; drop them, or set executable to a program without them
      """
    case .library: "\(program) has only a part of WorkerPools in it; link the whole product"
    case .descendant:
      "\(program) starts another process that would be the worker; have it exec the program, in the same process"
    case .socket:
      "a worker of \(program) finds no socket at descriptor 3; have what starts it leave the descriptors 3 to 5 open"
    case .user:
      "a worker of \(program) runs as another user than its host; start it without a change of user, or make the pool as that user"
    case .version: "\(program) has another version of WorkerPools than this host; build both with the same"
    case .build:
      "the file of \(program) was overwritten while it ran, so that its workers would be another build; start it again, and replace it by a rename in future"
    }
  }
}

extension PoolError {
  /// What an error calls the program of workers.
  static func programName(_ executable: String?) -> String { executable ?? "this program" }

  static func refused(_ refusal: StartRefusal, _ executable: String?) -> PoolError {
    PoolError(.cannotStart, refusal.description(of: programName(executable)), isFinal: true)
  }

  /// The program was started and ended without ever having been a worker.
  static func foreignProgram(_ executable: String, _ status: TerminationStatus) -> PoolError {
    PoolError(
      .cannotStart,
      "\(executable) \(status) without serving as a worker; use an executable that links this version of WorkerPools",
      isFinal: true)
  }

  /// The program was started and does something else than being a worker.
  static func silentProgram(_ executable: String) -> PoolError {
    PoolError(
      .cannotStart,
      """
      \(executable) did not begin to serve as a worker within \(StartPatience.firstLookNs / 1_000_000_000) seconds and was \
      killed; use an executable that links this version of WorkerPools, and have a wrapper exec it at once
      """, isFinal: true)
  }

  /// What the end of a process that never was a worker says about those that would follow it.
  ///
  /// - Parameters:
  ///   - executable: Its program; `nil` for this one.
  ///   - status: How it ended.
  ///   - hasServed: Whether another process of this program is known to have been a worker.
  /// - Returns: Why no other one would be a worker; `nil` where one may be.
  static func startFailure(of executable: String?, ended status: TerminationStatus, hasServed: Bool) -> PoolError? {
    if case .exited(let code) = status, let refusal = StartRefusal(exitCode: code) {
      return .refused(refusal, executable)
    }
    if case .signaled = status { return nil }
    // This program is known to link the library: what ended it may be over the next time.
    guard let executable, !hasServed else { return nil }
    return .foreignProgram(executable, status)
  }
}
