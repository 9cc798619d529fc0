internal import WorkerPoolsPosix

/// A door to the fork server of one executable in some surroundings; safe to use from several threads, which it serves one after the other.
///
/// The process behind it is started when it is first needed, and again when it has died; `ForkServers` says how long it stays.
final class ForkServer: Sendable {
  private let executable: String?
  private let process = Locked<ForkServerProcess?>(nil)

  init(executable: String?) { self.executable = executable }

  /// Starts a worker in surroundings that are like those of the server.
  ///
  /// Where the server turns out to be dead, another one is tried, twice at most. A server that dies while it starts a worker
  /// is no different: either the worker is known to this host, or there is none.
  func start(_ request: ForkRequest, in surroundings: Surroundings) throws(PoolError) -> ChildProcess {
    try process.withLock { process throws(PoolError) in
      for _ in 0..<3 {
        if process == nil { process = try ForkServerProcess.launch(executable: executable, in: surroundings) }
        if let worker = try process?.start(request) { return worker }
        process?.putAway()
        process = nil
      }
      throw PoolError.forkServerDied
    }
  }

  /// Starts the process behind the door where there is none.
  func prepare(_ surroundings: Surroundings) throws(PoolError) {
    try process.withLock { process throws(PoolError) in
      if process == nil { process = try ForkServerProcess.launch(executable: executable, in: surroundings) }
    }
  }

  /// Ends the process behind the door, where there is one.
  func end() {
    process.withLock { process in
      process?.end()
      process = nil
    }
  }

  /// The server's process identifier, where there is one.
  var processIdentifier: Int32? { process.withLock { $0?.processIdentifier } }
}

extension PoolError {
  fileprivate static let forkServerDied = PoolError(
    .cannotStart,
    "the fork server was killed three times in a row; see what kills it, or use the start method spawn")
}
