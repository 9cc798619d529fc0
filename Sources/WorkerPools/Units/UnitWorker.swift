internal import WorkerPoolsPosix

/// The life of a process that runs one task.
enum UnitWorker {
  /// Results up to this size fit into a socket's buffer, so that sending one never waits for the host to read.
  private static let safeSize = 1 << 14

  static func serve(_ channel: consuming FrameChannel, startedNs: Int) -> Never {
    do {
      let definition = try channel.receive()
      let request = try channel.receive()
      // The host sends nothing after the request: from here on, its end of the channel closing is the only event.
      try LifeLine.arm(channel.descriptor, group: ProcessImage.processIdentifier)
      let function = ErasedFunction.named(String(decoding: definition.body, as: UTF8.self))
      let reply = TaskRun.reply(to: request, by: function, startedNs: startedNs)
      FileSystemAccess.flushOutput()
      if reply.body.count > safeSize { try LifeLine.disarm(channel.descriptor) }
      try channel.send(reply)
      try channel.send(Frame(kind: WorkerMessage.leaving, stamp: MonotonicTime.now()))
    } catch {
      WorkerExit.leaveWithoutHost()
    }
    ProcessImage.exitNow(0)
  }
}
