internal import WorkerPoolsPosix

/// The thread of a process pool that starts, watches, kills and collects its workers, and reads the replies that no other
/// thread waits for.
final class PoolDispatcher: @unchecked Sendable {  // once `run` has begun only its own thread touches it
  /// After so many replies at a time, the dispatcher looks again after a moment instead of being rung for each.
  private static let busyReplies = 32
  private static let napNs = 50_000
  /// How long it naps where other threads read nearly all replies.
  private static let longNapNs = 200_000

  let core: PoolCore
  private let surroundings: Surroundings
  let roster: WorkerRoster
  private var standardError: StandardErrorIntake
  private var leftGroups = LeftGroups()
  /// What the start method needs as long as there are workers.
  private var hold: StartHold?
  /// Whether a process of the pool's program has been a worker.
  var hasServed = false
  var configuration: ProcessPool.Configuration { core.configuration }

  /// Starts all workers; throws a `PoolError` and leaves nothing where one cannot be started.
  init(_ core: PoolCore, _ surroundings: Surroundings) throws(PoolError) {
    self.core = core
    self.surroundings = surroundings
    do {
      standardError = try StandardErrorIntake(core)
      roster = try WorkerRoster(bell: core.bell.descriptor)
    } catch {
      throw PoolError.cannotStart(error)
    }
    hold = WorkerStart.hold(
      core.configuration.startMethod, executable: core.configuration.executable, in: surroundings)
    do throws(PoolError) {
      for slot in 0..<configuration.workers { try start(slot) }
    } catch {
      abandonProcesses()
      throw error
    }
  }

  /// Kills and collects all workers, where the pool cannot begin.
  func abandonProcesses() {
    for (slot, worker) in core.workers.all.enumerated() {
      guard let worker else { continue }
      roster.remove(worker, slot: slot)
      worker.abandon()
    }
  }

  /// Serves the pool until it is over.
  func run() {
    var napNs = 0
    while true {
      act()
      let due = roster.takeDue()
      restartOne(of: due.starts)
      for slot in due.announcements { expectWorker(slot) }
      for slot in due.readiness { core.locked { _ in core.workers[slot]?.killUnlessReady() } }
      for slot in due.ends { core.worker(slot)?.kill() }
      for (slot, worker) in core.uncollected { collect(worker, slot) }
      leftGroups.collectDue()
      napNs = readReplies(wasBusy: napNs > 0)
      act()
      if core.isOver { break }
      if napNs > 0 { MonotonicTime.sleep(nanoseconds: napNs) }
      let deadline = core.dispatcherDeadline(nextTimeNs)
      for event in roster.wait(until: napNs > 0 ? 0 : deadline) { handle(event) }
    }
    standardError.stop()
    leftGroups.finish()
    standardError.join()
    hold = nil
    surroundings.close()
    core.refuseAsTerminated()
  }

  private var nextTimeNs: Int? {
    guard let lookNs = leftGroups.nextNs else { return roster.nextTimeNs }
    return min(lookNs, roster.nextTimeNs ?? .max)
  }

  /// Returns for how long the dispatcher is to nap because the pool is so busy that it need not be rung; 0 for not at all.
  private func readReplies(wasBusy: Bool) -> Int {
    let nap = nap(core.readAllReplies(staysAwake: wasBusy))
    return nap == 0 && wasBusy ? self.nap(core.readAllReplies(staysAwake: false)) : nap
  }

  private func nap(_ seen: (replies: Int, leftWorkers: Int)) -> Int {
    if seen.replies >= Self.busyReplies { return Self.napNs }
    return seen.leftWorkers > 0 ? Self.longNapNs : 0
  }

  // MARK: Orders

  private func act() {
    while let action = core.takeAction() {
      switch action {
      case .start(let slot, let delayNs): roster.scheduleStart(slot, at: MonotonicTime.now() + delayNs)
      case .dismiss(let slot): end(slot) { $0.dismiss() }
      case .kill(let slot): end(slot) { $0.kill() }
      case .drop(let queued, let reason): core.drop(queued, PoolError(reason))
      }
    }
  }

  private func end(_ slot: Int, _ end: (WorkerProcess) -> Void) {
    let isGone = core.locked { _ in
      guard let worker = core.workers[slot] else { return true }
      end(worker)
      return false
    }
    if isGone {
      roster.cancelStart(slot)
      core.neverStarted(slot)
    } else {
      roster.scheduleEnd(slot, at: MonotonicTime.now() + configuration.exitTimeout.nanoseconds)
    }
  }

  // MARK: Workers

  private func start(_ slot: Int) throws(PoolError) {
    let worker = try WorkerProcess.start(configuration, in: surroundings)
    do throws(PosixError) {
      try roster.add(worker, slot: slot)
    } catch {
      worker.abandon()
      throw PoolError.cannotStart(error)
    }
    if let limit = configuration.startTimeout {
      roster.scheduleReadiness(slot, at: MonotonicTime.now() + limit.nanoseconds)
    }
    scheduleExpectation(slot)
    core.started(worker, slot)
  }

  /// Starts a process; others that are due follow when replies were looked after.
  ///
  /// That takes milliseconds, in which nobody is to rely on the dispatcher.
  private func restartOne(of due: [Int]) {
    guard let slot = due.first else { return }
    for slot in due.dropFirst() { roster.scheduleStart(slot, at: MonotonicTime.now()) }
    _ = core.readAllReplies(staysAwake: false)
    restart(slot)
  }

  private func restart(_ slot: Int) {
    do throws(PoolError) {
      try start(slot)
    } catch {
      core.notStarted(slot, error)
    }
  }

  private func handle(_ event: WorkerRoster.Event) {
    switch event {
    case .bell:
      core.bell.clear()
      standardError.resume(core, roster)
    case .rung: break  // its replies are read in any case
    case .standardError(let slot):
      if let worker = core.worker(slot) { standardError.read(worker, slot, roster) }
    case .lifeLineWritten(let slot):
      if let worker = core.worker(slot) { readLifeLine(worker) }
    case .lifeLineClosed(let slot):
      guard let worker = core.worker(slot) else { return }
      // Alive, it runs another program or has closed what is not its own: nothing more can come of it.
      worker.killWithoutLifeLine()
      roster.ignore(worker.lifeLine)
    case .ended(let slot):
      guard let worker = core.worker(slot) else { return }
      roster.ignore(worker.child.pidDescriptor)
      collect(worker, slot)
    }
  }

  /// Collects a worker whose process has ended, as soon as no thread reads its replies.
  private func collect(_ worker: WorkerProcess, _ slot: Int) {
    guard core.takeOver(worker) else { return }
    // Answers that it gave before it ended count, where its memory is sound.
    core.inspectOnce(slot, worker)
    core.readReplies(slot, worker)
    // What its tasks left running ends with it, also where it ended in order.
    worker.child.signalGroup(SignalNumber.kill)
    let (status, _) = worker.child.wait()
    let words = standardError.finish(worker, slot)
    let reason = words ?? (status.isTrap ? Self.silentTrap : worker.hasCutLifeLine(status) ? Self.cutLifeLine : nil)
    let reapNs = worker.orderedToEndNs.map { MonotonicTime.now() - $0 }
    let error =
      startFailure(worker, status)
      ?? PoolError.workerDied(pid: worker.child.pid, WorkerTermination(status), cause: worker.causeOfDamage ?? reason)
    core.ended(worker, slot, reapNs: reapNs, cause: cause(worker, status, reason), error: error)
    roster.remove(worker, slot: slot)
    worker.close()
    leftGroups.add(worker.child)
  }
}

extension PoolDispatcher {
  /// Why a worker was lost that has said nothing.
  private static let silentTrap =
    "Fatal error without a line, as optimised code has it for an index out of range, an overflow or nil; a debug build says which"

  /// Why a worker was killed that was alive and could not be reached any more.
  private static let cutLifeLine =
    "it closed or replaced a descriptor that is its host's, or ran another program; have tasks close only what they have opened"

  /// A worker's end as the second part of a sentence, with the line in which it said why.
  private func cause(_ worker: WorkerProcess, _ status: TerminationStatus, _ reason: String?) -> String {
    if worker.path.isDamaged { return "wrote to memory that is its host's" }
    if worker.beginsNothing { return "slept and did not begin the task that it was sent, and was killed" }
    if let failure = worker.initializerFailure { return "had an initializer that failed: \(failure)" }
    if worker.wasLate, let limit = configuration.startTimeout {
      return "was not ready within \(limit), initializer included, and was killed"
    }
    let end = worker.isReady ? "\(status)" : "\(status) before it was ready"
    return end + (reason.map { ": \($0)" } ?? "")
  }
}

extension PoolError {
  init(_ reason: PoolCore.State.Reason) {
    switch reason {
    case .terminated: self = .terminated
    case .workersKeepDying(let count, let cause): self = .workersKeepDying(count: count, cause: cause)
    case .cannotStart(let count, let cause): self = .noWorkerStarts(count: count, cause: cause)
    case .cannotServe(let cause): self = PoolError(.cannotStart, cause, isFinal: true)
    }
  }
}
