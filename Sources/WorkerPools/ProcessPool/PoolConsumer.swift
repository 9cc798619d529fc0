internal import WorkerPoolsPosix

/// Replies that their reader has taken note of, and whose values are still to be read.
struct NotedReplies {
  struct Reply {
    /// A copy, which the worker cannot change; first, so that a pointer to the whole is one to it.
    let slot: TaskSlot
    /// Kept until it is told; `nil` where the task's end was decided otherwise.
    let task: Unmanaged<PoolTask>?
  }

  var replies: [Reply] = []
}

// Reading the replies of workers: by the thread that waits for one of them, or else by the dispatcher.
extension PoolCore {
  /// What each thread has learned about its waits.
  private static let spin = ThreadLocal<AdaptiveSpin>()

  /// So many replies at most are taken note of at once, so that the lock is free in between.
  private static let batch = 64

  // MARK: With the consumer role

  /// Reads all replies that are there; returns how many they were.
  @discardableResult
  func readReplies(_ slot: Int, _ worker: WorkerProcess) -> Int {
    var total = 0
    while worker.path.hasNews {
      locked { note(slot, worker, &$0) }
      total += worker.noted.replies.count
      tell(slot, worker)
    }
    return total
  }

  /// Takes note of replies, and keeps the worker going before anybody looks at what it has returned.
  ///
  /// Only of those before the first one that takes long to read where that is asked for.
  private func note(_ slot: Int, _ worker: WorkerProcess, onlyQuick: Bool = false, _ aftermath: inout Aftermath) {
    worker.isWaking = false
    worker.wasRead = true
    worker.silentLooks = 0
    for _ in 0..<min(worker.path.newReplies, Self.batch) {
      let reply = worker.path.nextReply()
      if onlyQuick && !reply.isQuick || !worker.path.accept(reply) { break }
      var told: Unmanaged<PoolTask>?
      switch TaskSlot.Kind(rawValue: reply.kind) {
      case .ready: becameReady(slot, worker, reply, &aftermath)
      case .initializerFailed:
        worker.initializerFailure = withUnsafePointer(to: reply) { "\(failure($0, slot, worker))" }
      default: told = finished(slot, worker, reply, &aftermath)
      }
      worker.noted.replies.append(.init(slot: reply, task: told))
    }
    if worker.path.isDamaged { condemnDamaged(slot, worker) }
    fill(slot, &aftermath)
    watchFirst(slot)
  }

  private func becameReady(_ slot: Int, _ worker: WorkerProcess, _ header: TaskSlot, _ aftermath: inout Aftermath) {
    statistics.becameReady(spawnNs: worker.becameReady(beganNs: header.beganNs))
    state.becameReady(slot)
    events?.note(PoolEvent(.workerReady, slot: slot, pid: worker.child.pid), &aftermath)
    tellReadyWaiters(&aftermath)
  }

  private func finished(
    _ slot: Int, _ worker: WorkerProcess, _ header: TaskSlot, _ aftermath: inout Aftermath
  ) -> Unmanaged<PoolTask>? {
    if header.flags.contains(.exceedsMemory) {
      state.outgrew(slot)
      _ = takeBack(slot, .max)
    }
    guard let reference = state.finished(slot)?.reference else { return nil }
    let isMine = reference._withUnsafeGuaranteedRef { task in
      worker.learned(task.withFunction { $0.number })
      statistics.finished(slot, submittedNs: task.submittedNs, header)
      return decideEnd(task, &aftermath)
    }
    if isMine { return reference }
    reference.release()
    return nil
  }

  /// Tells the tasks what became of them, and gives the room of the replies back.
  private func tell(_ slot: Int, _ worker: WorkerProcess) {
    var doneCount = 0
    worker.noted.replies.withUnsafeBufferPointer { replies in
      for index in replies.indices {
        let reply = replies.baseAddress! + index
        doneCount += 1
        if let task = reply.pointee.task {
          let copy = UnsafeRawPointer(reply).assumingMemoryBound(to: TaskSlot.self)
          tell(task.takeRetainedValue(), copy, slot, worker)
        }
        if reply.pointee.slot.flags.contains(.isOutside) {
          worker.path.finishReplies(doneCount)
          doneCount = 0
        }
      }
    }
    if doneCount > 0 { worker.path.finishReplies(doneCount) }
    worker.noted.replies.removeAll(keepingCapacity: true)
  }

  private func tell(_ task: PoolTask, _ reply: UnsafePointer<TaskSlot>, _ slot: Int, _ worker: WorkerProcess) {
    guard reply.pointee.kind == TaskSlot.Kind.returned.rawValue else {
      return task.failed(failure(reply, slot, worker))
    }
    do {
      task.returned(try payload(reply, slot, worker))
    } catch {
      task.failed(error)
    }
  }

  /// The payload of a reply; throws a `PoolError` where there is none.
  private func payload(
    _ reply: UnsafePointer<TaskSlot>, _ slot: Int, _ worker: WorkerProcess
  ) throws -> UnsafeRawBufferPointer {
    do {
      return try worker.path.payload(of: reply)
    } catch let error as PosixError {
      throw PoolError.payloadTooLarge(reply.pointee.outsideCount, error)
    } catch {
      throw damagedPayload(slot, worker)
    }
  }

  private func failure(_ reply: UnsafePointer<TaskSlot>, _ slot: Int, _ worker: WorkerProcess) -> any Error {
    do {
      let payload = try payload(reply, slot, worker)
      if payload.isEmpty {
        return PoolError(
          .payloadTooLarge,
          "worker \(worker.child.pid) had no memory to pass what the task returned; free some, or split it")
      }
      var reader = WireReader(Array(payload))
      return try RemoteFailure(from: &reader).error(fromWorker: worker.child.pid)
    } catch let error as PoolError {
      return error
    } catch {
      return PoolError(.cannotDecode, "worker \(worker.child.pid) failed and sent no legible error: \(error)")
    }
  }

  /// Gives the role back to the dispatcher, under the lock; `false` where there are replies, and the role is kept.
  private func release(_ worker: WorkerProcess) -> Bool {
    worker.path.answerCall()
    if worker.path.announce(HostSleep.onBell) {
      worker.path.announceAwake()
      return false
    }
    worker.consumer = .none
    if worker.hasEnded { bell.raise() }
    return true
  }

  /// Gives the role back, under the lock, to be called again after more replies were read where it returns `false`.
  private func giveBack(_ worker: WorkerProcess) -> Bool {
    if !dispatcherLooks || worker.hasEnded { return release(worker) }
    worker.path.announceAwake()
    worker.consumer = .polling
    return true
  }

  // MARK: A thread that submits

  /// Takes note of the replies of the worker that has most of them, where nobody reads them; under the lock.
  ///
  /// A thread that submits task after task does so itself, which makes room for them; it would otherwise share the lock with
  /// the dispatcher all the time. What takes long to read is left to others, since the submitter may hold locks of its own.
  func readMostReplies(atLeast least: Int, _ aftermath: inout Aftermath) {
    var most = least
    var found: Int?
    for slot in 0..<workers.count {
      workers.with(slot) { worker in
        guard worker.consumer != .taken, worker.path.newReplies >= most, worker.path.nextReplyIsQuick else { return }
        most = worker.path.newReplies
        found = slot
      }
    }
    guard let slot = found, let worker = workers[slot], !aftermath.isReading else { return }
    worker.consumer = .taken
    worker.path.announceAwake()
    note(slot, worker, onlyQuick: true, &aftermath)
    aftermath.tellReplies(slot, worker)
  }

  /// Tells the tasks whose replies were taken note of, and gives the role back.
  func finishReading(_ slot: Int, _ worker: WorkerProcess) {
    tell(slot, worker)
    while locked({ _ in !giveBack(worker) }) { readReplies(slot, worker) }
  }

  // MARK: The dispatcher

  /// Reads the replies of all workers whose role is free.
  ///
  /// A busy pool is looked after without being told: where `staysAwake` is set, workers need not ring until this is called
  /// again without it. Meanwhile it leaves workers to others who read their replies. Returns how many replies it has read, and
  /// how many workers it has left to others.
  func readAllReplies(staysAwake: Bool) -> (replies: Int, leftWorkers: Int) {
    let (found, leftWorkers) = locked { aftermath in
      dispatcherLooks = staysAwake
      shareOut(&aftermath)
      return takeRoles()
    }
    var total = 0
    for (slot, worker) in found {
      total += readReplies(slot, worker)
      while locked({ _ in !giveBack(worker) }) { total += readReplies(slot, worker) }
      locked { _ in worker.wasRead = false }
    }
    return (total, leftWorkers)
  }

  private func takeRoles() -> ([(Int, WorkerProcess)], leftWorkers: Int) {
    var leftWorkers = 0
    let found = workers.all.enumerated().compactMap { slot, worker -> (Int, WorkerProcess)? in
      guard let worker else { return nil }
      if dispatcherLooks, worker.wasRead, worker.consumer != .none {
        // Replies are read in their order: those that came before the last look are done with.
        worker.wasRead = false
        leftWorkers += 1
        return nil
      }
      guard worker.consumer != .taken else { return nil }
      // A worker may ring late, for a reply that was read meanwhile: it has to be told anew that it is to ring.
      let hasRung = !worker.path.isAnnounced || worker.path.newReplies > 0
      guard hasRung || worker.consumer == .polling || dispatcherLooks else { return nil }
      worker.consumer = .taken
      return (slot, worker)
    }
    return (found, leftWorkers)
  }

  /// Takes the role for good, for a worker whose process has ended; `false` where its holder is to be waited for.
  func takeOver(_ worker: WorkerProcess) -> Bool {
    locked { _ in
      worker.hasEnded = true
      if worker.consumer == .taken {
        worker.path.callConsumer()
        return false
      }
      worker.consumer = .taken
      return true
    }
  }

  /// The workers whose processes have ended and that nobody has collected.
  var uncollected: [(slot: Int, worker: WorkerProcess)] {
    locked { _ in
      workers.all.enumerated().compactMap { slot, worker in
        if let worker, worker.hasEnded { (slot, worker) } else { nil }
      }
    }
  }

  // MARK: A thread that waits

  /// Reads the replies of the worker that holds the task, until the task's end is decided or the deadline has passed.
  ///
  /// Returns early where no worker holds the task, or another thread reads that worker's replies; the caller parks then.
  func help(_ task: PoolTask, until deadline: Int?) {
    var spin = Self.spin.value { AdaptiveSpin() }
    defer { Self.spin.value = spin }
    while let (slot, worker, maySpin) = takeRole(for: task) {
      waitForReply(of: worker, until: deadline, maySpin: maySpin, &spin)
      readReplies(slot, worker)
      while locked({ _ in !giveBack(worker) }) { readReplies(slot, worker) }
      if let deadline, MonotonicTime.now() >= deadline { return }
    }
  }

  private func takeRole(for task: PoolTask) -> (Int, WorkerProcess, maySpin: Bool)? {
    locked { aftermath in
      if task.slot < 0, dispatcherLooks, !task.record.contains(.hasEnded) { sendGathered(&aftermath) }
      let slot = Int(task.slot)
      guard !task.record.contains(.hasEnded), slot >= 0, let worker = workers[slot] else { return nil }
      guard worker.consumer != .taken, !worker.hasEnded, !worker.path.isDamaged else { return nil }
      worker.consumer = .taken
      worker.path.answerCall()
      worker.path.announceAwake()
      // A thread that sleeps leaves its processor to the worker, which is there sooner than another one wakes from idleness.
      return (slot, worker, mayRunOthers && !worker.isWaking)
    }
  }

  private func waitForReply(of worker: WorkerProcess, until deadline: Int?, maySpin: Bool, _ spin: inout AdaptiveSpin) {
    if maySpin, spin.until({ worker.path.hasNews }) { return }
    let timeoutNs = deadline.map { max($0 - MonotonicTime.now(), 0) }
    if !worker.path.announce(HostSleep.onFutex) { spin.sleep { worker.path.sleep(timeoutNs: timeoutNs) } }
    worker.path.announceAwake()
  }
}
