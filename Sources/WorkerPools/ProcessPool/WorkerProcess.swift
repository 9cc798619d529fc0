internal import WorkerPoolsPosix

/// One worker of a process pool as its host sees it; touched under the pool's lock.
final class WorkerProcess {
  /// Who reads the worker's replies.
  enum Consumer {
    /// The dispatcher, when the worker rings.
    case none
    /// The dispatcher, which will look soon without being told.
    case polling
    /// The thread that has taken this role, until it gives it back.
    case taken
  }

  let child: ChildProcess
  let path: HostPath
  /// Never written to; the worker's whole group is killed when this end closes.
  let lifeLine: FileDescriptor
  let standardError: StandardErrorTap
  private let spawnCallNs: Int
  /// The functions whose names the worker has, by number.
  private var knownFunctions: Set<UInt32> = []
  /// The last function found among them.
  @exclusivity(unchecked) private var lastKnownFunction = UInt32.max

  @exclusivity(unchecked) var consumer = Consumer.none
  /// What the holder of the consumer role has taken note of; touched with that role alone.
  @exclusivity(unchecked) var noted = NotedReplies()
  /// Whether the process has said that it is a worker, or is a fork of one that is; known to the dispatcher alone.
  private(set) var isWorker: Bool
  /// Whether it was killed because it does something else.
  private(set) var isSilentProgram = false
  /// Whether the worker has said that it is ready.
  private(set) var isReady = false
  /// Whether it was asleep when it was sent its last task, and has not answered since.
  @exclusivity(unchecked) var isWaking = false
  /// Whether replies were read since the dispatcher last looked.
  @exclusivity(unchecked) var wasRead = false
  /// How often the dispatcher has looked since the last answer.
  @exclusivity(unchecked) var silentLooks = 0
  /// Whether the process has ended and is still to be collected.
  var hasEnded = false
  /// Whether it was told to end, and not killed.
  private(set) var wasDismissed = false
  /// Whether it was killed because it was not ready in time.
  private(set) var wasLate = false
  /// The task that it was to begin when the dispatcher last looked, and since when; see `unbegunSince`.
  private var unbegun: (task: ObjectIdentifier, sinceNs: Int)?
  /// How many answers there were when the dispatcher last looked, and how often that was the same.
  private var seenAnswers: UInt64 = 0
  private var looks = 0
  /// Whether it is killed because it has begun nothing for long.
  private(set) var beginsNothing = false
  /// Whether its end of the lifeline was closed while it lived.
  private var isCutOff = false
  /// What the worker's initializer failed with.
  var initializerFailure: String?
  /// When the worker was told to end.
  private(set) var orderedToEndNs: Int?

  init(
    child: ChildProcess, path: HostPath, lifeLine: FileDescriptor, standardError: StandardErrorTap, spawnCallNs: Int,
    isWorker: Bool
  ) {
    self.child = child
    self.path = path
    self.lifeLine = lifeLine
    self.standardError = standardError
    self.spawnCallNs = spawnCallNs
    self.isWorker = isWorker
  }

  /// Starts a worker; throws a `PoolError`, and leaves nothing, where that is not possible.
  static func start(
    _ configuration: ProcessPool.Configuration, in surroundings: Surroundings
  ) throws(PoolError) -> WorkerProcess {
    do {
      let path = try HostPath(name: configuration.name, rules: configuration.replyRules)
      do {
        try path.begin(.initialize, configuration.setup(in: surroundings))
        return try start(configuration, surroundings, path)
      } catch {
        path.close()
        throw error
      }
    } catch let error as PoolError {
      throw error
    } catch let error as PosixError {
      throw PoolError.cannotStart(error)
    } catch {
      throw PoolError(.cannotStart, "a worker could not be started: \(error)")
    }
  }

  private static func start(
    _ configuration: ProcessPool.Configuration, _ surroundings: Surroundings, _ path: HostPath
  ) throws -> WorkerProcess {
    let lifeLine = try SocketPair()
    do {
      let standardError = try Pipe()
      do {
        let callNs = MonotonicTime.now()
        let child = try WorkerStart.start(
          .pool, method: configuration.startMethod, executable: configuration.executable, in: surroundings,
          passing: WorkerRole.passed([lifeLine.theirs, path.files.requests, path.files.replies, path.files.bell]),
          standardError: standardError.writing)
        try? lifeLine.theirs.close()
        try? standardError.writing.close()
        return WorkerProcess(
          child: child, path: path, lifeLine: lifeLine.ours,
          standardError: StandardErrorTap(standardError.reading, hidesBacktraces: surroundings.hidesBacktraces),
          spawnCallNs: callNs, isWorker: configuration.startMethod == .forkserver)
      } catch {
        standardError.close()
        throw error
      }
    } catch {
      lifeLine.close()
      throw error
    }
  }

  /// The worker has said that it is ready, having begun at that time; returns nanoseconds since the spawn call.
  func becameReady(beganNs: Int) -> Int {
    isReady = true
    return max(beganNs &- spawnCallNs, 0)
  }

  /// What it was caught at, as the last part of an error's sentence; `nil` where that is nothing.
  var causeOfDamage: String? {
    path.damage.map { "it wrote to memory that is its host's (\($0)); look for a stray pointer in its tasks" }
  }

  /// The error of a task that was lost because of that, when it is not known yet how the worker ends.
  var damageError: PoolError {
    .workerDied(pid: child.pid, .signaled(SignalNumber.kill), cause: causeOfDamage)
  }

  /// Whether the worker knows the function by its number.
  func knows(_ function: UInt32) -> Bool {
    if function == lastKnownFunction { return true }
    guard knownFunctions.contains(function) else { return false }
    lastKnownFunction = function
    return true
  }

  /// The worker has answered a task of that function.
  func learned(_ function: UInt32) {
    if function != lastKnownFunction { knownFunctions.insert(function) }
  }

  /// How often in a row, this time included, the worker was seen to hold something without an answer in between.
  func looksWithoutAnswer() -> Int {
    let answers = path.ledger.noted
    let isWaitedFor = path.ledger.outstanding > 0
    looks = !isWaitedFor ? 0 : answers == seenAnswers ? looks + 1 : 1
    seenAnswers = answers
    return looks
  }

  /// Ends the worker, which was woken again and again and begins nothing.
  func condemnAsIdler() { beginsNothing = true }

  /// Tells the worker to end; it must hold no task.
  func dismiss() {
    wasDismissed = true
    orderedToEndNs = orderedToEndNs ?? MonotonicTime.now()
    guard (try? path.begin(.end, count: 0)) != nil else { return }
    path.append(.end)
    path.publish()
    // Nobody looks after it any more: not even a word that a task has spoilt is to keep it.
    path.wakeAnyway()
  }

  /// Reads what came over the lifeline: that the process is a worker, and later nothing that is meant for anybody.
  func readLifeLine() {
    if !isWorker, LifeLine.readAnnouncement(lifeLine) { isWorker = true }
    LifeLine.discard(lifeLine)
  }

  /// Ends the process, whose end of the lifeline is closed, unless that is because it ends anyway.
  func killWithoutLifeLine() {
    // The kernel takes the memory of a process that ends before it closes its files.
    isCutOff = ProcessMemory.hasMemory(pid: child.pid) ?? false
    child.signalGroup(SignalNumber.kill)
  }

  /// Whether the process was killed because it had closed its end of the lifeline, and not for another reason.
  func hasCutLifeLine(_ status: TerminationStatus) -> Bool {
    isCutOff && orderedToEndNs == nil && status == .signaled(SignalNumber.kill)
  }

  /// Ends the process, which does something else than to be a worker.
  func killSilentProgram() {
    isSilentProgram = true
    kill()
  }

  /// Ends the worker unless it is ready by now.
  func killUnlessReady() {
    if isReady { return }
    wasLate = true
    kill()
  }

  /// Since when the worker is known not to have begun the task, which is its next one.
  func unbegunSince(_ task: PoolTask, nowNs: Int) -> Int {
    if let unbegun, unbegun.task == ObjectIdentifier(task) { return unbegun.sinceNs }
    unbegun = (ObjectIdentifier(task), nowNs)
    return nowNs
  }

  /// Ends the worker, and all that its tasks have started, at once.
  func kill() {
    wasDismissed = false
    orderedToEndNs = orderedToEndNs ?? MonotonicTime.now()
    child.signalGroup(SignalNumber.kill)
  }

  /// Closes all descriptors but the child's; the process must have been collected.
  func close() {
    try? lifeLine.close()
    standardError.close()
    path.close()
  }

  /// Kills and collects a worker that nobody uses.
  func abandon() {
    child.endGroup()
    close()
    child.close()
  }
}

extension HostPath {
  /// Sends the message that tells a worker how to begin.
  fileprivate func begin(_ kind: TaskSlot.Kind, _ setup: WorkerSetup) throws {
    let bytes = setup.bytes
    guard let place = try begin(kind, count: bytes.count) else { throw WireError() }
    place.copyBytes(from: bytes)
    append(kind)
    publish()
  }
}
