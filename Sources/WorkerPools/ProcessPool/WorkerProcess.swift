internal import WorkerPoolsPosix

/// One worker of a process pool as its host sees it; used by the dispatcher alone.
///
/// The worker's channel is its own: it shares no pipe and no lock with any other.
final class WorkerProcess {
  let child: ChildProcess
  let channel: FileDescriptor
  /// Never written to; the worker's whole group is killed when this end closes.
  private let lifeLine: FileDescriptor
  private let spawnCallNs: Int
  private var sender = FrameSender()
  private var receiver = FrameReceiver()
  /// How many functions the worker has been told of.
  private var knownFunctions = 0
  /// Counts the tasks that were sent; each answer must name the last one.
  private var requestNumber: UInt64 = 0
  /// Whether the worker has said that it is ready.
  private(set) var isReady = false
  /// Whether the channel is over, in whatever way.
  private(set) var isSilent = false
  private var cannotSend = false
  /// Whether the worker was gone before it had read its last task.
  private var hasLeftRequest = false
  /// What the worker's initializer failed with.
  private(set) var initializerFailure: String?
  /// When the worker was told to end.
  private(set) var orderedToEndNs: Int?

  private init(child: ChildProcess, channel: FileDescriptor, lifeLine: FileDescriptor, spawnCallNs: Int) {
    self.child = child
    self.channel = channel
    self.lifeLine = lifeLine
    self.spawnCallNs = spawnCallNs
  }

  /// Starts a worker; throws a `PoolError`.
  static func spawn(executable: String?, setup: WorkerSetup) throws -> WorkerProcess {
    do {
      let (channel, lifeLine) = try connections()
      do {
        let worker = try spawn(executable, channel, lifeLine)
        try? channel.theirs.close()
        try? lifeLine.theirs.close()
        worker.begin(setup)
        return worker
      } catch {
        channel.close()
        lifeLine.close()
        throw error
      }
    } catch let error as SpawnError {
      throw PoolError.cannotStart(error)
    } catch let error as PosixError {
      throw PoolError.cannotStart(error)
    }
  }

  private static func connections() throws(PosixError) -> (channel: SocketPair, lifeLine: SocketPair) {
    let channel = try SocketPair()
    do {
      return (channel, try SocketPair())
    } catch {
      channel.close()
      throw error
    }
  }

  private static func spawn(
    _ executable: String?, _ channel: SocketPair, _ lifeLine: SocketPair
  ) throws -> WorkerProcess {
    let passed = [
      Launch.PassedDescriptor(channel.theirs, as: WorkerRole.channelNumber),
      Launch.PassedDescriptor(lifeLine.theirs, as: WorkerRole.lifeLineNumber),
    ]
    let launch = WorkerRole.pool.launch(executable: executable, passing: passed)
    let callNs = MonotonicTime.now()
    let child = try ChildProcess.spawn(launch)
    return WorkerProcess(child: child, channel: channel.ours, lifeLine: lifeLine.ours, spawnCallNs: callNs)
  }

  private func begin(_ setup: WorkerSetup) {
    if let (name, argument) = setup.initializer {
      let tag = WorkerSetup.initializerFunction
      sender.append(Frame(kind: WorkerMessage.define, tag: tag, body: Array(name.utf8)))
      sender.append(Frame(kind: WorkerMessage.initialize, tag: tag, body: argument))
    } else {
      sender.append(Frame(kind: WorkerMessage.initialize, tag: WorkerSetup.noFunction))
    }
    flush()
  }

  /// Whether something waits for room in the channel.
  var wantsToWrite: Bool { !sender.isEmpty && !cannotSend && !isSilent }

  /// Whether the worker had begun its task: had read all of what it was sent.
  var hasBegun: Bool { sender.isEmpty && !hasLeftRequest }

  /// Sends a task, and before it the names of functions that the worker does not know yet.
  func send(_ task: PoolTask, functionNames: [String]) {
    while knownFunctions < functionNames.count {
      let name = functionNames[knownFunctions]
      sender.append(Frame(kind: WorkerMessage.define, tag: UInt32(knownFunctions), body: Array(name.utf8)))
      knownFunctions += 1
    }
    requestNumber += 1
    sender.append(Frame(kind: WorkerMessage.run, tag: task.function, number: requestNumber, body: task.body))
    flush()
  }

  /// Sends what the channel takes now.
  func flush() {
    guard !cannotSend else { return }
    do {
      try sender.flush(to: channel, blocking: false)
    } catch {
      // What the worker has sent is still to be received, so that the channel is not silent yet.
      cannotSend = true
      if error == .reset { hasLeftRequest = true }
    }
  }

  /// What a worker says to its host.
  enum Message {
    /// It is ready, that long after the spawn call.
    case ready(spawnNs: Int)
    case returned([UInt8])
    case threw(any Error)
  }

  /// The next message that is there as a whole; what is none silences the channel.
  func receive() -> Message? {
    guard !isSilent else { return nil }
    do {
      while let frame = try receiver.next(from: channel, blocking: false) {
        if let message = try message(frame) { return message }
      }
    } catch {
      isSilent = true
      if error as? ChannelError == .reset { hasLeftRequest = true }
    }
    return nil
  }

  private func message(_ frame: Frame) throws -> Message? {
    let isAnswer = frame.number == requestNumber && requestNumber > 0
    switch frame.kind {
    case WorkerMessage.ready where !isReady:
      isReady = true
      return .ready(spawnNs: frame.stamp - spawnCallNs)
    case WorkerMessage.returned where isAnswer: return .returned(frame.body)
    case WorkerMessage.threw where isAnswer: return .threw(try failure(frame))
    case WorkerMessage.initializerFailed:
      initializerFailure = "\(try failure(frame))"
      return nil
    default: throw ChannelError.malformed
    }
  }

  private func failure(_ frame: Frame) throws -> any Error {
    var reader = WireReader(frame.body)
    return try RemoteFailure(from: &reader).error(fromWorker: child.pid)
  }

  /// Tells the worker to end when it has done what it was sent.
  func dismiss() {
    orderedToEndNs = MonotonicTime.now()
    sender.append(Frame(kind: WorkerMessage.end))
    flush()
  }

  /// Ends the worker, and all that its tasks have started, at once.
  func kill() {
    orderedToEndNs = orderedToEndNs ?? MonotonicTime.now()
    child.signalGroup(SignalNumber.kill)
  }

  /// Closes all descriptors; the process must have been collected.
  func close() {
    try? channel.close()
    try? lifeLine.close()
    child.close()
  }
}
