internal import WorkerPoolsPosix

/// The life of a process that runs one task.
enum UnitWorker {
  /// Results up to this size fit into a socket's buffer, so that sending one never waits for the host to read.
  private static let safeSize = 1 << 14
  /// One request comes; a large buffer would be pages that are touched for nothing.
  private static let bufferSize = 1 << 11

  static func serve(_ descriptor: FileDescriptor, startedNs: Int) -> Never {
    var channel = FrameChannel(descriptor, bufferSize: bufferSize)
    do {
      let request = try channel.receive()
      // The host sends nothing after the request: from here on, its end of the channel closing is the only event.
      try LifeLine.arm(channel.descriptor, group: ProcessImage.processIdentifier)
      try answer(request, over: &channel, startedNs: startedNs)
    } catch {
      WorkerExit.leaveWithoutHost()
    }
    ProcessImage.writeProfile()
    ProcessImage.exitNow(0)
  }

  /// Runs the task and sends its result.
  static func answer(_ request: Frame, over channel: inout FrameChannel, startedNs: Int) throws {
    let reply = reply(to: request, startedNs: startedNs)
    FileSystemAccess.flushOutput()
    if reply.body.count > safeSize { try LifeLine.disarm(channel.descriptor) }
    try channel.send(reply)
    try channel.send(Frame(kind: UnitMessage.leaving, stamp: MonotonicTime.now()))
  }

  private static func reply(to request: Frame, startedNs: Int) -> Frame {
    do {
      let output = OutputBytes()
      try request.body.withUnsafeBytes { body in
        let (name, input) = try NamedPayload.split(body)
        guard let function = ErasedFunction.named(name) else {
          throw PoolError(.unreachableFunction, "this program has no function of the name that its host sent")
        }
        try function.run(input, ReplyPlace(output))
      }
      return Frame(kind: UnitMessage.returned, stamp: startedNs, body: output.bytes)
    } catch {
      var writer = WireWriter()
      RemoteFailure(error).encode(into: &writer)
      return Frame(kind: UnitMessage.threw, stamp: startedNs, body: writer.bytes)
    }
  }
}
