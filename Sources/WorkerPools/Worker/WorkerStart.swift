internal import WorkerPoolsPosix

/// The one way in which worker processes are started, whatever the method.
package enum WorkerStart {
  /// Starts what the method needs for this program, so that the first worker need not wait for it; throws a `PoolError`.
  package static func prepare(_ method: StartMethod) throws(PoolError) {
    if method == .forkserver { try ForkServers.server(for: nil, in: .ofHost()).prepare(.ofHost()) }
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
    switch method {
    case .spawn:
      var launch = role.launch(executable: executable, in: surroundings, passing: passed)
      launch.standardError = standardError
      do {
        return try ChildProcess.spawn(launch)
      } catch {
        throw .cannotStart(error)
      }
    case .forkserver:
      let request = ForkRequest(
        role: role.name, function: function, passedDescriptors: passed, standardError: standardError)
      return try ForkServers.server(for: executable, in: surroundings).start(request, in: surroundings)
    }
  }
}
