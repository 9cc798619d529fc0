internal import WorkerPoolsPosix

/// The life of a pool's worker: one task after the other until the host says that it is enough.
struct WorkerLoop {
  private let path: WorkerPath
  private let startedNs: Int
  private var setup = WorkerSetup()
  private var functions: [ErasedFunction?] = []
  private var memory = MemoryWatch(limit: 0)

  private init(_ path: WorkerPath, startedNs: Int) {
    self.path = path
    self.startedNs = startedNs
  }

  /// Serves the host; a host that is gone, or says what cannot be understood, ends the worker.
  static func serve(startedNs: Int) -> Never {
    do {
      try LifeLine.arm(WorkerRole.lifeLine, group: ProcessImage.processIdentifier)
      let path = try WorkerPath(WorkerRole.pathFiles)
      var loop = WorkerLoop(path, startedNs: startedNs)
      var maySpin = false
      while true {
        let (number, slot) = path.claim(maySpin: maySpin)
        maySpin = slot.pointee.flags.contains(.maySpin)
        try loop.handle(number, slot)
        // The host learns of the worker's end, and finds its last reply.
        if path.isHostDeaf { WorkerExit.leaveWithoutHost() }
      }
    } catch {
      WorkerExit.leaveWithoutHost()
    }
  }

  private mutating func handle(_ number: UInt64, _ slot: UnsafePointer<TaskSlot>) throws {
    switch TaskSlot.Kind(rawValue: slot.pointee.kind) {
    case .run, .runChunk: run(number, slot)
    case .initialize: try initialize(number, try path.payload(of: slot))
    case .end: leave()
    default: throw WireError()
    }
  }

  // MARK: Tasks

  private mutating func run(_ number: UInt64, _ slot: UnsafePointer<TaskSlot>) {
    let flags = slot.pointee.flags
    let isTimed = flags.contains(.isTimed)
    let beganNs = isTimed || flags.contains(.isStamped) ? MonotonicTime.now() : 0
    if isTimed { path.showRunning(number, sinceNs: beganNs) }
    path.servesMainQueue = true
    var kind = TaskSlot.Kind.returned
    var isSpent = false
    do {
      try call(slot)
    } catch {
      kind = reply(error)
      isSpent = AwaitedCall.isStuck
    }
    // What the task printed comes out before its result does.
    FileSystemAccess.flushOutput()
    if isTimed { path.showNothingRunning() }
    let endedNs = beganNs == 0 ? 0 : MonotonicTime.now()
    path.publish(kind, to: number, beganNs: beganNs, endedNs: endedNs, exceedsMemory: isSpent || memory.isExceeded())
    // The host takes the rest back: another worker takes this one's place.
    if isSpent { WorkerExit.leave(code: 1) }
  }

  private mutating func call(_ slot: UnsafePointer<TaskSlot>) throws {
    var payload = try path.payload(of: slot)
    let tag = Int(slot.pointee.tag)
    if slot.pointee.flags.contains(.definesFunction) { payload = try define(tag, payload) }
    guard tag < functions.count, let function = functions[tag] else {
      throw PoolError(.unreachableFunction, "this program has no function of the name that its host sent")
    }
    let place = ReplyPlace(path, maxPayloadBytes: setup.maxPayloadBytes)
    let isChunk = slot.pointee.kind == TaskSlot.Kind.runChunk.rawValue
    try (isChunk ? function.runChunk : function.run)(payload, place)
  }

  /// Learns what the number stands for and returns the payload behind the name.
  private mutating func define(_ tag: Int, _ payload: UnsafeRawBufferPointer) throws -> UnsafeRawBufferPointer {
    let (name, rest) = try NamedPayload.split(payload)
    while functions.count <= tag { functions.append(nil) }
    if functions[tag] == nil { functions[tag] = ErasedFunction.named(name) }
    return rest
  }

  /// Puts the error into the reply and returns the reply's kind.
  private func reply(_ error: any Error) -> TaskSlot.Kind {
    var writer = WireWriter()
    RemoteFailure(error).encode(into: &writer)
    do {
      try ReplyPlace(path).put(writer.bytes)
    } catch {
      // There is no memory even for the error's text.
      _ = try? path.begin(0)
    }
    return .threw
  }

  // MARK: Begin and end

  private mutating func initialize(_ number: UInt64, _ payload: UnsafeRawBufferPointer) throws {
    setup = try WorkerSetup(Array(payload))
    memory = MemoryWatch(limit: setup.maxMemoryBytes)
    do {
      try confine()
      if let initializer = setup.initializer {
        path.servesMainQueue = true
        try run(initializer)
      }
    } catch {
      _ = reply(error)
      FileSystemAccess.flushOutput()
      path.publish(.initializerFailed, to: number, beganNs: startedNs, endedNs: 0)
      WorkerExit.leave(code: 1)
    }
    _ = try path.begin(0)
    path.publish(.ready, to: number, beganNs: startedNs, endedNs: 0)
  }

  /// Runs on the cores that the host says, whichever thread of it, or fork server, has started this process.
  private func confine() throws {
    // Told what holds anyway, the system would not let the process have cores that come later.
    guard !setup.cores.isEmpty, CoreCount.affinity != setup.cores else { return }
    do {
      try CoreCount.setAffinity(setup.cores)
    } catch {
      if setup.requiresCores { throw error }
    }
  }

  private func run(_ hook: WorkerSetup.Hook) throws {
    var name = hook.name
    guard let function = name.withUTF8({ ErasedFunction.named(UnsafeRawBufferPointer($0)) }) else {
      throw PoolError(.unreachableFunction, "this program has no function of the name that its host sent")
    }
    try hook.argument.withUnsafeBytes { try function.run($0, ReplyPlace(OutputBytes())) }
  }

  private func leave() -> Never {
    do {
      if let exitHook = setup.exitHook { try run(exitHook) }
    } catch {
      PoolLog.write("the exit hook of worker \(ProcessImage.processIdentifier) failed: \(error)")
    }
    WorkerExit.leave()
  }
}
