internal import WorkerPoolsPosix

/// A fork server that was started, as its host sees it; used by one thread at a time.
struct ForkServerProcess: Sendable {
  private let child: ChildProcess
  private var connection: ForkConnection
  /// Never written to; the server is killed when this end closes.
  private let lifeLine: FileDescriptor
  /// The functions that the server has looked up already.
  private var knownFunctions: Set<String> = []

  /// What a server may take to answer before it is killed as one that never will.
  private static let patienceNs = 10_000_000_000
  /// The same for its first answer, before which the constructors of its program run.
  private static let longestStartNs = 300_000_000_000

  var processIdentifier: Int32 { child.pid }

  /// Starts a server and waits until it serves; `nil` where it was killed before.
  static func launch(
    executable: String?, in surroundings: Surroundings
  ) throws(PoolError) -> ForkServerProcess? {
    do {
      try StartRequirements.checkForUnit(executable: executable)
      let server = try start(executable, surroundings)
      guard let greeting = try server.greeting(executable) else {
        let status = server.end()
        if case .signaled = status { return nil }
        throw PoolError.startFailure(of: executable, ended: status, hasServed: false)
          ?? PoolError.noForkServer(executable, status)
      }
      guard let error = greeting.error else { return server }
      server.end()
      throw error.code == .resourceBusy ? PoolError.severalThreads : PoolError.cannotStart(error)
    } catch {
      throw PoolError(startFailure: error)
    }
  }

  /// Has the server start a worker; `nil` where the server is dead and there is no worker.
  mutating func start(_ request: ForkRequest) throws(PoolError) -> ChildProcess? {
    var request = request
    if let function = request.function, knownFunctions.contains(function) { request.function = nil }
    do {
      guard let number = try connection.ask(request), let answer = try answer(to: number) else { return nil }
      if let error = answer.error { throw error }
      if let function = request.function { knownFunctions.insert(function) }
      return try ChildProcess.adopt(answer)
    } catch {
      throw PoolError(startFailure: error)
    }
  }

  /// Kills and collects the server, with all that is in its group.
  @discardableResult
  func end() -> TerminationStatus {
    child.signalGroup(SignalNumber.kill)
    return putAway()
  }

  /// Collects a server that has died, and with it a worker that it did not live to announce and that has died, too.
  ///
  /// Workers that it has announced, and that are on their way out of its group, live on.
  @discardableResult
  func putAway() -> TerminationStatus {
    child.signal(SignalNumber.kill)
    let (status, _) = child.wait()
    child.awaitGroup()
    child.close()
    connection.close()
    try? lifeLine.close()
    return status
  }

  private static func start(_ executable: String?, _ surroundings: Surroundings) throws -> ForkServerProcess {
    let channel = try SocketPair(.messages)
    defer { try? channel.theirs.close() }
    do {
      let lifeLine = try SocketPair()
      defer { try? lifeLine.theirs.close() }
      do {
        let child = try ChildProcess.spawn(
          launch(executable, surroundings, channel.theirs, lifeLine.theirs))
        return ForkServerProcess(child: child, connection: ForkConnection(channel.ours), lifeLine: lifeLine.ours)
      } catch {
        try? lifeLine.ours.close()
        throw error
      }
    } catch {
      try? channel.ours.close()
      throw error
    }
  }

  private static func launch(
    _ executable: String?, _ surroundings: Surroundings, _ channel: FileDescriptor, _ lifeLine: FileDescriptor
  ) -> Launch {
    let placeholders = WorkerRole.lifeLineNumber + 1..<WorkerRole.channelNumber + ForkService.reservedCount
    let passed =
      [Launch.PassedDescriptor(channel, as: WorkerRole.channelNumber)]
      + ([WorkerRole.lifeLineNumber] + placeholders).map { Launch.PassedDescriptor(lifeLine, as: $0) }
    return WorkerRole.forkServer.launch(executable: executable, in: surroundings, passing: passed)
  }

  /// Blocks until the server says that it serves; `nil` where it is dead.
  private func greeting(_ executable: String?) throws -> ForkAnswer? {
    guard try awaitAnnouncement() else {
      end()
      throw PoolError.silentProgram(PoolError.programName(executable))
    }
    return try answer(to: ForkConnection.greeting, within: Self.longestStartNs)
  }

  /// Blocks until the process has said that it is a server, or has ended; `false` if it does something else.
  private func awaitAnnouncement() throws(PosixError) -> Bool {
    var patienceNs = StartPatience.firstLookNs
    while try !connection.waitForAnswer(timeoutNs: patienceNs) {
      if StartPatience.isOver(.of(pid: child.pid)) { return false }
      patienceNs = StartPatience.nextLookNs
    }
    connection.readAnnouncement()
    return true
  }

  /// Blocks for the answer; `nil` where the server is dead.
  private func answer(to number: UInt64, within limitNs: Int = patienceNs) throws(PosixError) -> ForkAnswer? {
    while true {
      if try !connection.waitForAnswer(timeoutNs: limitNs) { child.signalGroup(SignalNumber.kill) }
      guard let answer = connection.receive() else { return nil }
      if answer.number == number { return answer }
      // A server that died between two steps: both it and its worker have answered.
      try? answer.pidDescriptor?.close()
    }
  }
}

extension PoolError {
  fileprivate static let severalThreads = PoolError(
    .cannotStart,
    "this program starts a thread before main, so that it cannot be forked; use the start method spawn", isFinal: true)

  fileprivate static func noForkServer(_ executable: String?, _ status: TerminationStatus) -> PoolError {
    // This program links the library: something keeps it from its work here.
    let advice = executable == nil ? "use the start method spawn" : "use an executable that links WorkerPools"
    return PoolError(
      .cannotStart, "\(programName(executable)) \(status) instead of serving as a fork server; \(advice)")
  }

  fileprivate init(startFailure error: any Error) {
    switch error {
    case let error as PoolError: self = error
    case let error as SpawnError: self = .cannotStart(error)
    case let error as PosixError: self = .cannotStart(error)
    default: self = PoolError(.cannotStart, "\(error)")
    }
  }
}
