package import WorkerPoolsPosix

/// A process that runs one task.
///
/// Owned by one thread at a time. Released without having been collected, it is killed, with all that it started.
package final class UnitProcess<Function: WorkerFunction>: Sendable {
  /// When the process was created, by `MonotonicTime`.
  package let spawnCallNs: Int
  private let child: ChildProcess
  private let channelDescriptor: FileDescriptor
  private let channel: Locked<FrameChannel?>
  /// The program that was named; `nil` for this one, which is known to read its task.
  private let executable: String?
  /// What its start method needs; let go of when it is collected.
  private let hold: Locked<StartHold?>

  private init(
    child: ChildProcess, channel: consuming FrameChannel, hold: StartHold, callNs: Int, executable: String?
  ) {
    self.child = child
    self.executable = executable
    self.hold = Locked(hold)
    channelDescriptor = channel.descriptor
    self.channel = Locked(channel)
    spawnCallNs = callNs
  }

  deinit { kill() }

  package var pid: Int32 { child.pid }

  /// Readable when the result has begun to arrive, or the process has died.
  package var descriptor: FileDescriptor { channelDescriptor }

  /// Readable when the process has ended.
  package var pidDescriptor: FileDescriptor { child.pidDescriptor }

  /// Starts a process for one call of the function; throws a `PoolError` where that is not possible.
  ///
  /// A large input is sent to the end before this returns. `nil` for the surroundings: those that this process has now.
  package static func spawn(
    _: Function.Type, _ input: Function.Input, executable: String? = nil, startMethod: StartMethod = .spawn,
    in surroundings: Surroundings? = nil
  ) throws -> UnitProcess<Function> {
    let name = try FunctionName.of(Function.self)
    let body = NamedPayload.bytes(Array(name.utf8), try ValueCoder<Function.Input>().encode(input))
    try StartRequirements.checkForUnit(executable: executable)
    do {
      let pair = try SocketPair()
      var channel = FrameChannel(pair.ours)
      // What fits is there before the process is, so that it finds its task without waiting.
      try? channel.begin(Frame(kind: UnitMessage.run, body: body))
      let surroundings = surroundings ?? .ofHost()
      let hold = WorkerStart.hold(startMethod, executable: executable, in: surroundings)
      let callNs = MonotonicTime.now()
      let child = try start(
        startMethod, executable, surroundings, channel: pair.theirs, function: name)
      try? channel.flush()  // a process that died meanwhile is found out when it is collected
      return UnitProcess(child: child, channel: channel, hold: hold, callNs: callNs, executable: executable)
    } catch let error as PosixError {
      throw PoolError.cannotStart(error)
    }
  }

  /// Blocks until the process has delivered its result and ended, and collects it; to be called once.
  ///
  /// Throws what the task threw, that the process died, or that it never was a worker.
  package func collect() throws -> UnitOutcome<Function.Output> {
    let isSilent = isSilentProgram()
    let frames = isSilent ? Frames() : receive()
    let (status, usage) = frames.leaving == nil ? child.endGroup() : child.wait()
    let collectedNs = MonotonicTime.now()
    child.close()
    hold.withLock { $0 = nil }
    guard let reply = frames.reply, let leaving = frames.leaving else {
      if isSilent, let executable { throw PoolError.silentProgram(executable) }
      if frames.isTaskUnread, let error = PoolError.startFailure(of: executable, ended: status, hasServed: false) {
        throw error
      }
      throw PoolError.workerDied(pid: pid, WorkerTermination(status))
    }
    return UnitOutcome(
      output: try output(of: reply), spawnNs: reply.stamp - spawnCallNs, reapNs: collectedNs - leaving.stamp,
      usage: usage)
  }

  /// Kills the process and all that it started, and collects it; harmless after `collect`.
  package func kill() {
    child.endGroup()
    child.close()
    channel.withLock { $0 = nil }
    hold.withLock { $0 = nil }
  }

  /// What came over the channel.
  private struct Frames {
    var reply: Frame?
    var leaving: Frame?
    /// Whether the process has ended without having read its task to the end.
    var isTaskUnread = false
  }

  private func receive() -> Frames {
    channel.withLock { channel in
      var frames = Frames()
      do throws(ChannelError) {
        frames.reply = try channel?.receive()
        frames.leaving = try channel?.receive()
      } catch {
        // An end that closes on what nobody has read resets the other one.
        if case .reset = error, frames.reply == nil { frames.isTaskUnread = true }
      }
      channel = nil
      return frames
    }
  }

  /// Whether the process is of a program that does something else than its task.
  ///
  /// Blocks until it has read the task, has ended, or has been given enough time for that.
  private func isSilentProgram() -> Bool {
    guard executable != nil else { return false }
    var entries = [PollEntry(channelDescriptor, .readable)]
    var patienceNs = StartPatience.firstLookNs
    while (try? poll(&entries, timeoutNs: patienceNs)) == 0, SocketPair.hasUnread(channelDescriptor) {
      if StartPatience.isOver(.of(pid: pid)) { return true }
      patienceNs = StartPatience.nextLookNs
    }
    return false
  }

  private static func start(
    _ method: StartMethod, _ executable: String?, _ surroundings: Surroundings, channel: FileDescriptor,
    function: String
  ) throws(PoolError) -> ChildProcess {
    defer { try? channel.close() }
    let passed = [Launch.PassedDescriptor(channel, as: WorkerRole.channelNumber)]
    return try WorkerStart.start(
      .unit, method: method, executable: executable, in: surroundings, passing: passed, function: function)
  }

  private func output(of reply: Frame) throws -> Function.Output {
    if reply.kind == UnitMessage.returned { return try ValueCoder<Function.Output>().decode(reply.body) }
    var reader = WireReader(reply.body)
    throw try RemoteFailure(from: &reader).error(fromWorker: pid)
  }
}
