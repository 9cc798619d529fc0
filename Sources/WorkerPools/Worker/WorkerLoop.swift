internal import WorkerPoolsPosix

/// The life of a pool's worker: one task after the other until the host says that it is enough.
struct WorkerLoop: ~Copyable {
  private var channel: FrameChannel
  private let startedNs: Int
  private var functions: [UInt32: ErasedFunction] = [:]
  private var isReady = false

  private init(_ channel: consuming FrameChannel, startedNs: Int) {
    self.channel = channel
    self.startedNs = startedNs
  }

  /// Serves the host; a host that is gone, or says what cannot be understood, ends the worker.
  static func serve(_ channel: consuming FrameChannel, startedNs: Int) -> Never {
    var loop = WorkerLoop(channel, startedNs: startedNs)
    do {
      let lifeLine = FileDescriptor(rawValue: WorkerRole.lifeLineNumber)
      try LifeLine.arm(lifeLine, group: ProcessImage.processIdentifier)
      while true { try loop.handle(try loop.channel.receive()) }
    } catch {
      WorkerExit.leaveWithoutHost()
    }
  }

  private mutating func handle(_ frame: Frame) throws {
    switch frame.kind {
    case WorkerMessage.define: functions[frame.tag] = ErasedFunction.named(String(decoding: frame.body, as: UTF8.self))
    case WorkerMessage.initialize: try initialize(frame)
    case WorkerMessage.run: try channel.send(reply(to: frame))
    case WorkerMessage.end: WorkerExit.leave()
    default: throw ChannelError.malformed
    }
  }

  private mutating func initialize(_ frame: Frame) throws {
    if frame.tag != WorkerSetup.noFunction {
      let outcome = reply(to: frame)
      guard outcome.kind == WorkerMessage.returned else {
        try channel.send(Frame(kind: WorkerMessage.initializerFailed, body: outcome.body))
        WorkerExit.leave(code: 1)
      }
    }
    try channel.send(Frame(kind: WorkerMessage.ready, stamp: startedNs))
  }

  private func reply(to frame: Frame) -> Frame {
    // What the task printed comes out before its result does.
    defer { FileSystemAccess.flushOutput() }
    return TaskRun.reply(to: frame, by: functions[frame.tag], startedNs: startedNs)
  }
}

/// One task in a worker.
enum TaskRun {
  /// Runs the task of a `run` message and says what became of it.
  static func reply(to frame: Frame, by function: ErasedFunction?, startedNs: Int) -> Frame {
    do {
      guard let function else {
        throw PoolError(.unreachableFunction, "this program has no function of the name that its host sent")
      }
      let output = try function.run(frame.body)
      return Frame(kind: WorkerMessage.returned, number: frame.number, stamp: startedNs, body: output)
    } catch {
      var writer = WireWriter()
      RemoteFailure(error).encode(into: &writer)
      return Frame(kind: WorkerMessage.threw, number: frame.number, stamp: startedNs, body: writer.bytes)
    }
  }
}
