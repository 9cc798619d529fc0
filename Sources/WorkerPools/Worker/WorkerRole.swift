internal import CWorkerPools
internal import WorkerPoolsPosix

/// What a process is told to be when it starts as a worker.
enum WorkerRole: CaseIterable {
  /// Serves a pool until it is told to end.
  case pool
  /// Runs one task and ends.
  case unit
  /// Forks workers of the other roles.
  case forkServer

  /// The role as its process is told it.
  ///
  /// Static, as is the name of the process's first thread: a process that was forked for one task spends its time on the pages
  /// that it touches first, and strings that are made up touch many.
  var name: StaticString {
    switch self {
    case .pool: "pool"
    case .unit: "unit"
    case .forkServer: "forkserver"
    }
  }

  /// The name of its first thread.
  fileprivate var threadName: StaticString {
    switch self {
    case .pool: "pool-worker"
    case .unit: "unit-worker"
    case .forkServer: "fork-server"
    }
  }

  init?(name: UnsafePointer<CChar>) {
    guard let role = Self.allCases.first(where: { $0.name.equals(name) }) else { return nil }
    self = role
  }

  /// The variable that makes a process a worker; CWorkerPools reads it, and says what it holds.
  static let marker = "WORKERPOOLS_WORKER"
  /// The variable in which the host's user says how he wants backtraces.
  static let backtraces = "SWIFT_BACKTRACE"

  /// A unit's channel; for a pool's worker, the socket that only says, by closing, that the host is gone.
  static let channelNumber: Int32 = 3
  /// A pool worker's descriptors: its lifeline, and what its task path consists of.
  static let lifeLine = FileDescriptor(rawValue: channelNumber)
  static let pathFiles = PathFiles(
    requests: FileDescriptor(rawValue: 4), replies: FileDescriptor(rawValue: 5), bell: FileDescriptor(rawValue: 6))

  /// The descriptors as a worker finds them, from the first number on.
  static func passed(_ descriptors: [FileDescriptor]) -> [Launch.PassedDescriptor] {
    descriptors.enumerated().map { Launch.PassedDescriptor($0.element, as: channelNumber + Int32($0.offset)) }
  }

  /// The number of a fork server's lifeline.
  static let lifeLineNumber: Int32 = 4

  /// How to start a worker of this role that finds its descriptors at these numbers.
  func launch(
    executable: String?, in surroundings: Surroundings, passing passed: [Launch.PassedDescriptor]
  ) -> Launch {
    var launch = Launch(path: executable ?? ProcessImage.executablePath, arguments: surroundings.arguments)
    launch.preparedEnvironment = surroundings.inherited.environment
    launch.additionalEnvironment = variables(executable, hidingBacktraces: surroundings.hidesBacktraces)
    launch.workingDirectory = surroundings.folder
    launch.keptSignals = surroundings.inherited.ignoredSignals
    launch.passedDescriptors = passed
    launch.processGroup = .ownSession
    return launch
  }

  private func variables(_ executable: String?, hidingBacktraces: Bool) -> [String: String] {
    var variables: [String: String] = [:]
    // A unit's channel carries nothing but its task and its result.
    var flags = self == .unit ? "-" : "a"
    if hidingBacktraces {
      flags += "q"
      variables[Self.backtraces] = "enable=no"
    }
    // What another executable is, only its builder knows; that it speaks the same language is all that counts.
    let build = executable == nil ? ProcessImage.buildIdentifier ?? "-" : "-"
    variables[Self.marker] = "worker \(wp_task_path_version) \(name) \(flags) \(build)"
    return variables
  }
}

/// The entry that CWorkerPools calls before `main`, and in what a fork server has forked; it does not return.
@_cdecl("workerpools_worker_main")
func workerMain(_ channel: Int32, _ role: UnsafePointer<CChar>, _ startedNs: Int64) {
  let descriptor = FileDescriptor(rawValue: channel)
  guard let role = WorkerRole(name: role) else { WorkerExit.leave(code: StartRefusal.version.exitCode) }
  PlatformThread.setCurrentName(role.threadName)
  switch role {
  case .pool: WorkerLoop.serve(startedNs: Int(startedNs))
  case .unit: UnitWorker.serve(descriptor, startedNs: Int(startedNs))
  case .forkServer: ForkServerMain.serve(descriptor)
  }
}

/// How a worker ends.
enum WorkerExit {
  /// Shows what tasks have printed and ends at once, running no exit handler of the host program.
  static func leave(code: Int32 = 0) -> Never {
    FileSystemAccess.flushOutput()
    ProcessImage.writeProfile()
    ProcessImage.exitNow(code)
  }

  /// Ends the worker, and all that its tasks have started, because the host is gone.
  static func leaveWithoutHost() -> Never {
    SignalNumber.send(SignalNumber.kill, to: 0)
    ProcessImage.exitNow(1)
  }
}
