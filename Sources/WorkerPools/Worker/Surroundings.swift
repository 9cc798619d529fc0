internal import WorkerPoolsPosix

/// What workers find around them: what their host had when their pool was made, or what its configuration says.
///
/// Taken once, so that nothing of a pool looks at the host's environment later, which other threads may change.
package final class Surroundings: Sendable {
  /// What a fork server passes on to its workers, so that those who differ in it cannot share one.
  struct Inherited: Hashable {
    let environment: CStrings
    /// `nil` where the system does not tell.
    let folder: Folder.Identity?
    /// The signals that workers ignore.
    let ignoredSignals: [Int32]
  }

  let arguments: CStrings
  let inherited: Inherited
  /// Whether workers print no backtrace when they crash: unless somebody has said how he wants them.
  let hidesBacktraces: Bool
  /// The cores that workers may run on; `nil`: those of whatever starts them.
  let cores: [Int]?
  /// Whether a worker that cannot be confined to the cores fails.
  let requiresCores: Bool
  /// Where workers begin; `nil`: where their host is.
  private let openFolder: Locked<FileDescriptor?>

  private init(
    arguments: CStrings, environment: CStrings, folder: FileDescriptor?, cores: [Int]?, requiresCores: Bool = false
  ) {
    self.arguments = arguments
    inherited = Inherited(
      environment: environment, folder: folder.map(Folder.identity) ?? Folder.currentIdentity,
      ignoredSignals: SignalNumber.ignoredAndPassedOn)
    hidesBacktraces = !environment.hasVariable(WorkerRole.backtraces)
    self.cores = cores
    self.requiresCores = requiresCores
    openFolder = Locked(folder)
  }

  deinit { close() }

  /// Those of a pool's workers; to be closed when the pool starts none any more.
  convenience init(_ configuration: ProcessPool.Configuration) throws(PoolError) {
    let folder: FileDescriptor? =
      if let path = configuration.workingDirectory { try Self.open(path) } else { try? Folder.open(".") }
    self.init(
      arguments: .ownArguments, environment: Self.environment(configuration.environment), folder: folder,
      cores: (configuration.affinity ?? Set(CoreCount.affinity)).sorted(), requiresCores: configuration.affinity != nil)
  }

  /// Those of a process for one task, which begins where this process is.
  convenience init(arguments: CStrings = .ownArguments, environment: [String: String]? = nil) {
    self.init(arguments: arguments, environment: Self.environment(environment), folder: nil, cores: nil)
  }

  /// Those that this process has now; the same object as long as they are the same.
  static func ofHost() -> Surroundings {
    last.withLock { last in
      if let last, last.areOfHost { return last }
      let surroundings = Surroundings()
      last = surroundings
      return surroundings
    }
  }

  private static let last = Locked<Surroundings?>(nil)

  private var areOfHost: Bool {
    inherited.folder == Folder.currentIdentity && inherited.ignoredSignals == SignalNumber.ignoredAndPassedOn
      && inherited.environment.areOwnEnvironment(without: WorkerRole.marker)
  }

  /// Where workers begin; `nil`: where this process is.
  ///
  /// Valid until `close`.
  var folder: FileDescriptor? { openFolder.withLock { $0 } }

  /// No worker is started in these surroundings any more.
  func close() {
    openFolder.withLock { folder in
      try? folder?.close()
      folder = nil
    }
  }

  private static func environment(_ variables: [String: String]?) -> CStrings {
    guard var variables else { return .ownEnvironment(without: WorkerRole.marker) }
    variables[WorkerRole.marker] = nil
    return CStrings(variables: variables)
  }

  /// Opens a folder that workers are to begin in.
  static func open(_ path: String) throws(PoolError) -> FileDescriptor {
    do {
      return try Folder.open(path)
    } catch {
      throw PoolError(
        .invalidConfiguration,
        "the working directory \(path) cannot be used: \(error.code.text); choose a folder that can be entered")
    }
  }
}
