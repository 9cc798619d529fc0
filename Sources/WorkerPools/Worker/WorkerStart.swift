internal import WorkerPoolsPosix

/// What a start method needs beside the workers themselves, which stays as long as somebody holds this: a fork server.
package final class StartHold: Sendable {
  fileprivate let lease: ForkServerLease?

  fileprivate init(_ lease: ForkServerLease?) { self.lease = lease }
}

/// The one way in which worker processes are started, whatever the method.
package enum WorkerStart {
  /// Holds what the method needs for that program, `nil` for this one, in those surroundings; it is started with the first
  /// worker.
  ///
  /// Whoever starts workers holds it from before the first one until the last one is collected.
  static func hold(_ method: StartMethod, executable: String?, in surroundings: Surroundings) -> StartHold {
    StartHold(method.isForking ? ForkServers.lease(for: executable, in: surroundings) : nil)
  }

  /// As `hold` for this program as it is now, and starts it, so that the first worker need not wait for it.
  ///
  /// Throws a `PoolError`.
  package static func prepare(_ method: StartMethod) throws(PoolError) -> StartHold {
    let surroundings = Surroundings.ofHost()
    let hold = hold(method, executable: nil, in: surroundings)
    try hold.lease?.server.prepare(surroundings)
    return hold
  }

  /// Starts a worker, which leads a session and a process group of its own.
  ///
  /// - Parameters:
  ///   - role: What it is to be.
  ///   - method: How it is started.
  ///   - executable: Its program; `nil` for this one.
  ///   - surroundings: What it finds around it.
  ///   - passed: Its descriptors, numbered 3, 4, ...; the caller's own stay open.
  ///   - standardError: Where its standard error goes; `nil` for this process's own.
  ///   - function: The mangled name of a function that it will run, where that is known: a fork server looks it up once.
  /// - Returns: The process, which the caller has to collect.
  /// - Throws: A `PoolError` that says why it could not be started.
  static func start(
    _ role: WorkerRole, method: StartMethod, executable: String?, in surroundings: Surroundings,
    passing passed: [Launch.PassedDescriptor], standardError: FileDescriptor? = nil, function: String? = nil
  ) throws(PoolError) -> ChildProcess {
    if method.isForking {
      let request = ForkRequest(
        role: role.name, function: function, passedDescriptors: passed, standardError: standardError)
      let lease = ForkServers.lease(for: executable, in: surroundings)
      defer { withExtendedLifetime(lease) {} }
      return try lease.server.start(request, in: surroundings)
    }
    var launch = role.launch(executable: executable, in: surroundings, passing: passed)
    launch.standardError = standardError
    do {
      return try ChildProcess.spawn(launch)
    } catch {
      throw .cannotStart(error)
    }
  }
}
