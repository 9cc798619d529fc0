import WorkerPoolsPosix

@testable import WorkerPools

/// A pool whose two workers are in this process.
///
/// The one in slot 0 does what no worker may do, the other one keeps to the protocol. The test is the pool's dispatcher, and what
/// it drives is the pool's own code.
final class HostileWorld {
  let core: PoolCore
  private let function: FunctionIdentity
  private var peers: [HostilePeer?] = [nil, nil]
  private(set) var tasks: [CountedTask] = []
  private var unended: [CountedTask] = []
  private var random: SeededGenerator
  private let scribbler: Scribbler?

  init(seed: UInt64, isRacing: Bool) throws {
    random = SeededGenerator(seed: seed)
    var configuration = ProcessPool.Configuration(workers: 2)
    configuration.restartBudget = .max
    configuration.maxPayloadBytes = 1 << 22
    configuration.taskTimeout = Bool.random(using: &random) ? .seconds(1) : nil
    configuration.maxMemoryPerWorker = Bool.random(using: &random) ? 1 << 40 : nil
    core = try PoolCore(configuration)
    function = try core.register(RunJob.self)
    scribbler = isRacing ? try Scribbler(seed: seed) : nil
    for slot in 0..<2 { try start(slot) }
  }

  // MARK: Steps

  func step() throws {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<20: try submit()
    case 20..<50: peers.randomElement(using: &random)??.answer()
    case 50..<60: peers[0]?.misbehave(&random)
    case 60..<80: _ = core.readAllReplies(staysAwake: Bool.random(using: &random))
    case 80..<81: if let task = unended.randomElement(using: &random) { core.help(task, until: MonotonicTime.now()) }
    case 81..<84: cancel()
    case 84..<99: look()
    default: bury(.random(in: 0...1, using: &random))
    }
    try act()
    unended.removeAll { $0.ends > 0 }
  }

  private func submit() throws {
    guard unended.count < 60 else { return }
    let count = [0, 8, 32, 33, 100, 5000].randomElement(using: &random)!
    let input = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    let task = CountedTask(function, input: input, isForHonestWorker: Int.random(in: 0..<3, using: &random) == 0)
    tasks.append(task)
    unended.append(task)
    try core.submit(task, slot: task.isForHonestWorker ? 1 : nil)
  }

  private func cancel() {
    guard let task = unended.randomElement(using: &random) else { return }
    task.wasCancelled = core.cancel(task) || task.wasCancelled
  }

  /// What the dispatcher does before it sleeps, with all workers looked at.
  private func look() {
    core.locked { _ in core.watchDeadlineNs = 1 }
    _ = core.dispatcherDeadline(nil)
  }

  // MARK: The dispatcher's part

  private func act() throws {
    while let action = core.takeAction() {
      switch action {
      case .start(let slot, _): try start(slot)
      case .kill(let slot), .dismiss(let slot):
        if core.worker(slot) == nil { core.neverStarted(slot) } else { bury(slot) }
      case .drop(let work, let reason): core.drop(work, PoolError(reason))
      }
    }
  }

  private func start(_ slot: Int) throws {
    let worker = try WorkerProcess.fake(core.configuration)
    core.started(worker, slot)
    let peer = try HostilePeer(worker.path.files)
    peers[slot] = peer
    if slot == 0 { scribbler?.turn(to: peer) }
  }

  private func bury(_ slot: Int) {
    guard let worker = core.worker(slot), core.takeOver(worker) else { return }
    if slot == 0 { scribbler?.turn(to: nil) }
    core.inspectOnce(slot, worker)
    core.readReplies(slot, worker)
    core.ended(worker, slot, reapNs: nil, cause: "died", error: worker.damageError)
    worker.close()
    worker.child.close()
    peers[slot] = nil
  }

  // MARK: The end

  /// Replaces the culprit by a worker that keeps to the protocol, and has all tasks ended.
  func finish() throws {
    scribbler?.stop()
    try act()
    bury(0)
    for _ in 0..<20_000 {
      unended.removeAll { $0.ends > 0 }
      if unended.isEmpty { return }
      try act()
      for peer in peers { peer?.answer() }
      _ = core.readAllReplies(staysAwake: false)
      look()
    }
  }

  /// Whether there is a worker, or one to be started, in each slot.
  var isWhole: Bool { core.locked { _ in core.state.liveCount == 2 } }

  func close() {
    for slot in 0..<2 { bury(slot) }
    core.terminate()
    core.bell.close()
    core.forgetFunctions()
  }
}

/// A task that counts its ends and keeps what it returned.
final class CountedTask: PoolTask, @unchecked Sendable {
  let input: [UInt8]
  private(set) var ends = 0
  private(set) var output: [UInt8]?
  private(set) var failure: String?
  /// Whether only the worker that keeps to the protocol may run it.
  let isForHonestWorker: Bool
  var wasCancelled = false

  init(_ function: FunctionIdentity, input: [UInt8], isForHonestWorker: Bool) {
    self.input = input
    self.isForHonestWorker = isForHonestWorker
    super.init(function: function)
    if input.count <= SmallBytes.capacity {
      input.withUnsafeBytes { bytes.set($0) }
    } else {
      setInput(EncodedInput(input))
    }
  }

  override var hasCallbacks: Bool { true }

  override func returnedLarge(_ payload: UnsafeRawBufferPointer) {
    ends += 1
    output = Array(payload)
    for decode in Self.decoders { decode(payload) }
  }

  override func failed(_ error: any Error) {
    ends += 1
    failure = "\(error)"
  }

  /// Values are decoded from whatever came.
  private static let decoders: [@Sendable (UnsafeRawBufferPointer) -> Void] = [
    { _ = try? ValueCoder<String>().decode($0) }, { _ = try? ValueCoder<[Bool]>().decode($0) },
    { _ = try? ValueCoder<[String]>().decode($0) }, { _ = try? ValueCoder<[String: [Int?]]>().decode($0) },
  ]

  /// Whether it ended as it must where its worker keeps to the protocol.
  ///
  /// The first task of a function has the function's name before its payload, which the peer returns with it.
  var isUntouched: Bool {
    !isForHonestWorker || wasCancelled || output?.suffix(input.count).elementsEqual(input) == true
  }
}

extension WorkerProcess {
  /// A worker without a process.
  static func fake(_ configuration: ProcessPool.Configuration) throws -> WorkerProcess {
    let path = try HostPath(name: "hostile", rules: configuration.replyRules)
    _ = try path.begin(.initialize, count: 0)
    path.append(.initialize)
    path.publish()
    let (lifeLine, error) = (try SocketPair(), try Pipe())
    try lifeLine.theirs.close()
    try error.writing.close()
    // No process has this number.
    let descriptor = try FileDescriptor.open("/dev/null", .readOnly)
    let child = ChildProcess(pid: .max, pidDescriptor: descriptor, leadsGroup: false)
    return WorkerProcess(
      child: child, path: path, lifeLine: lifeLine.ours,
      standardError: StandardErrorTap(error.reading, hidesBacktraces: true), spawnCallNs: 0, isWorker: true)
  }
}
