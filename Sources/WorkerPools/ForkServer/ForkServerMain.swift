internal import WorkerPoolsPosix

/// The life of a fork server: it does once what each worker would have to do, and then forks workers.
enum ForkServerMain {
  static func serve(_ channel: FileDescriptor) -> Never {
    let lifeLine = FileDescriptor(rawValue: WorkerRole.lifeLineNumber)
    do {
      try LifeLine.arm(lifeLine, group: ProcessImage.processIdentifier)
    } catch {
      WorkerExit.leaveWithoutHost()
    }
    try? warmUpUnit()
    try? warmUpPoolWorker()
    ForkService.serve(channel, lifeLine: lifeLine) { name in
      if let name { ErasedFunction.prepare(String(cString: name)) }
    }
  }

  /// Does what a process for one task does, so that its types are there.
  private static func warmUpUnit() throws {
    let name = try FunctionName.of(WarmUp.self)
    let pair = try SocketPair()
    var host = FrameChannel(pair.ours)
    var unit = FrameChannel(pair.theirs)
    let input = try ValueCoder<[String]>().encode([""])
    try host.send(Frame(kind: UnitMessage.run, body: NamedPayload.bytes(Array(name.utf8), input)))
    ErasedFunction.prepare(name)
    try UnitWorker.answer(try unit.receive(), over: &unit, startedNs: MonotonicTime.now())
    _ = try host.receive()
  }

  /// Does what a pool's worker does that begins.
  private static func warmUpPoolWorker() throws {
    try CodedBytes.encode([""]).withUnsafeBytes { _ = try CodedBytes.decode([String].self, from: Array($0)) }
    let path = try HostPath(name: "warm-up")
    defer { path.close() }
    _ = try WorkerPath(path.files).begin(1)
  }
}

/// What a fork server runs before it forks.
enum WarmUp: WorkerFunction {
  static func run(_ input: [String]) -> [String] { input }
}
