internal import WorkerPoolsPosix

/// What a process is told to be when it starts as a worker.
enum WorkerRole: String {
  /// Serves a pool until it is told to end.
  case pool
  /// Runs one task and ends.
  case unit

  /// The variable that makes a process a worker; CWorkerPools reads it.
  private static let marker = "WORKERPOOLS_WORKER"
  private static let backtraces = "SWIFT_BACKTRACE"

  /// The number of a worker's channel.
  static let channelNumber: Int32 = 3
  /// The number of the socket that only says, by closing, that the host of a pool is gone.
  static let lifeLineNumber: Int32 = 4

  /// How to start a worker of this role that finds its descriptors at these numbers.
  ///
  /// A worker that crashes prints no backtrace, unless the host's user has said how he wants them.
  func launch(executable: String?, passing passed: [Launch.PassedDescriptor]) -> Launch {
    let name = CommandLine.arguments.first ?? "worker"
    var launch = Launch(path: executable ?? ProcessImage.executablePath, arguments: [name, "(\(rawValue) worker)"])
    launch.passedDescriptors = passed
    launch.processGroup = .own
    if ProcessImage.environmentValue(Self.backtraces) == nil {
      launch.additionalEnvironment = [Self.marker: rawValue + ",quiet", Self.backtraces: "enable=no"]
    } else {
      launch.additionalEnvironment = [Self.marker: rawValue]
    }
    return launch
  }
}

/// The entry that CWorkerPools calls before `main`; it does not return.
@_cdecl("workerpools_worker_main")
func workerMain(_ channel: Int32, _ role: UnsafePointer<CChar>, _ startedNs: Int64) {
  let descriptor = FileDescriptor(rawValue: channel)
  guard let role = WorkerRole(rawValue: String(cString: role)) else { WorkerExit.leave(code: 1) }
  PlatformThread.setCurrentName("\(role.rawValue)-worker")
  switch role {
  case .pool: WorkerLoop.serve(FrameChannel(descriptor), startedNs: Int(startedNs))
  case .unit: UnitWorker.serve(FrameChannel(descriptor), startedNs: Int(startedNs))
  }
}

/// How a worker ends.
enum WorkerExit {
  /// Shows what tasks have printed and ends at once, running no exit handler of the host program.
  static func leave(code: Int32 = 0) -> Never {
    FileSystemAccess.flushOutput()
    ProcessImage.exitNow(code)
  }

  /// Ends the worker, and all that its tasks have started, because the host is gone.
  static func leaveWithoutHost() -> Never {
    SignalNumber.send(SignalNumber.kill, to: 0)
    ProcessImage.exitNow(1)
  }
}
