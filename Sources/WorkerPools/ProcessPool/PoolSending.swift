internal import WorkerPoolsPosix

// Sending tasks to workers, and taking them back; under the lock.
extension PoolCore {
  /// After so many looks without an answer a worker is taken to be at a long task.
  private static let silentLooks = 8

  /// How many tasks of a busy pool are sent at once.
  static let gatheredTasks = 64

  /// Puts a task on the path to the worker that the policy has given it to; `false` where that was not possible now.
  ///
  /// `publish` sends what was put there.
  private func send(_ work: QueuedTask, _ slot: Int, _ worker: WorkerProcess, _ aftermath: inout Aftermath) -> Bool {
    let function = work.functionNumber
    let name = worker.knows(function) ? nil : work.task.withFunction { $0.name }
    let count = work.inputCount + (name.map(NamedPayload.overhead) ?? 0)
    do throws(PosixError) {
      let flags = flags(for: work, definesFunction: name != nil)
      let kind = work.isChunk ? TaskSlot.Kind.runChunk : .run
      guard var place = try worker.path.begin(kind, tag: function, flags: flags, count: count) else {
        state.sendFailed(slot)
        return false
      }
      if let name { place = NamedPayload.write(name, to: place) }
      work.writeInput(to: place)
      worker.path.append()
      work.isNowHeld(by: slot)
      return true
    } catch {
      if !worker.path.files.areSound {
        worker.path.report("the file of its requests")
        condemnDamaged(slot, worker)
        state.sendFailed(slot)
        return false
      }
      end(work.task, &aftermath) { $0.failed(PoolError.payloadTooLarge(count, error)) }
      state.sendAbandoned(slot)
      return false
    }
  }

  private func flags(for work: QueuedTask, definesFunction: Bool) -> TaskSlot.Flags {
    var flags: TaskSlot.Flags = definesFunction ? .definesFunction : []
    if work.isTimed { flags.insert(.isStamped) }
    if state.busyCount <= cores { flags.insert(.maySpin) }
    if let limitNs = timeLimitNs(of: work) {
      flags.insert(.isTimed)
      needDispatcher(at: MonotonicTime.now() + limitNs)
    }
    return flags
  }

  /// Whether there is a core for somebody who waits without sleeping, beside the busy workers and who gives them work.
  var mayRunOthers: Bool { state.busyCount < cores }

  /// Sends what was put on the path to the worker, and wakes it where it sleeps.
  private func publish(_ worker: WorkerProcess, _ aftermath: inout Aftermath) {
    worker.path.publish()
    announcementCount &+= 1
    if watchDeadlineNs == .max { beginWatch() }
    guard worker.path.mustWake() else { return }
    worker.isWaking = true
    aftermath.wake(worker.path)
  }

  func needDispatcher(at deadlineNs: Int) {
    if deadlineNs < dispatcherDeadlineNs {
      dispatcherDeadlineNs = deadlineNs
      bell.raise()
    }
  }

  /// Has a new task sent, or wait.
  ///
  /// One at a time where there is somebody to wait for it. While the dispatcher looks after a busy pool in any case, tasks
  /// gather instead and are sent several at a time, at the latest when it comes by: to send one, and to wake a worker for
  /// it, takes longer than most such tasks.
  func accept(_ task: PoolTask, slot: Int?, mayGather: Bool, _ aftermath: inout Aftermath) {
    let work = QueuedTask(task)
    if mayGather && dispatcherLooks {
      state.gather(work)
      if state.waitingCount % Self.gatheredTasks == 0 { sendGathered(&aftermath) }
    } else if let slot = state.submit(work, slot: slot) {
      send(work, slot, &aftermath)
    }
  }

  private func send(_ work: QueuedTask, _ slot: Int, _ aftermath: inout Aftermath) {
    let worker = existingWorker(slot)
    if send(work, slot, worker, &aftermath) { publish(worker, &aftermath) } else { fill(slot, &aftermath) }
  }

  private func existingWorker(_ slot: Int) -> WorkerProcess {
    guard let worker = workers[slot] else { preconditionFailure("a slot that gets tasks has a worker") }
    return worker
  }

  /// Sends what has gathered to one worker, as far as there is room.
  ///
  /// Others take their share of it back as soon as they have nothing to do.
  func sendGathered(_ aftermath: inout Aftermath) {
    readMostReplies(atLeast: Self.gatheredTasks / 4, &aftermath)
    if let slot = state.slotForGathered(enough: Self.gatheredTasks) { fill(slot, isGreedy: true, &aftermath) }
  }

  /// Gives the worker in the slot what there is for it, taken from others where nothing waits.
  ///
  /// Its share of what waits; all of it where it `isGreedy`.
  func fill(_ slot: Int, isGreedy: Bool = false, _ aftermath: inout Aftermath) {
    repeat {
      if let first = state.next(slot, isGreedy: isGreedy) { send(first, slot, isGreedy: isGreedy, &aftermath) }
    } while steal(for: slot)
    state.settle(slot, nowNs: idleTimeoutNs == nil ? 0 : MonotonicTime.now())
    if let idleTimeoutNs, let since = state.longestIdleSinceNs { needDispatcher(at: since + idleTimeoutNs) }
  }

  /// Sends the task, and those that come next for the worker, all at once.
  private func send(_ first: QueuedTask, _ slot: Int, isGreedy: Bool, _ aftermath: inout Aftermath) {
    let worker = existingWorker(slot)
    var hasSent = send(first, slot, worker, &aftermath)
    while let work = state.next(slot, isGreedy: isGreedy) {
      if send(work, slot, worker, &aftermath) { hasSent = true }
    }
    if hasSent { publish(worker, &aftermath) }
  }

  private func steal(for slot: Int) -> Bool {
    var spared: [Int] = []
    while let (victim, count) = state.theft(for: slot, sparing: spared) {
      if takeBack(victim, count) { return true }
      spared.append(victim)
    }
    return false
  }

  /// Takes back so many tasks that the worker has not begun; they wait again.
  func takeBack(_ slot: Int, _ count: Int) -> Bool {
    guard let worker = workers[slot] else { return false }
    let taken = worker.path.takeBack(count)
    if worker.path.isDamaged { condemnDamaged(slot, worker) }
    state.tookBack(slot, unclaimed: taken.unclaimed, count: taken.count)
    if taken.count > 0, worker.consumer == .taken { worker.path.callConsumer() }
    return taken.count > 0
  }

  private func takeFromSilent(_ slot: Int, _ aftermath: inout Aftermath) {
    guard let worker = workers[slot] else { return }
    worker.silentLooks += 1
    guard worker.silentLooks >= Self.silentLooks, takeBack(slot, .max) else { return }
    // One that had not begun any has nothing now.
    if state.heldCount(slot) == 0 { fill(slot, &aftermath) } else { state.fellSilent(slot) }
  }

  /// Gives waiting tasks to the workers that have nothing to do.
  func distribute(_ aftermath: inout Aftermath) {
    while let slot = state.idleForWaiting() { fill(slot, &aftermath) }
  }

  /// Gives all workers that have nothing to do what others have not begun, and sends what has gathered.
  ///
  /// A worker that answers nothing for a while keeps the task that it runs, and no others.
  func shareOut(_ aftermath: inout Aftermath) {
    for slot in 0..<workers.count where state.heldCount(slot) > 1 { takeFromSilent(slot, &aftermath) }
    distribute(&aftermath)
    if state.waitingCount > 0 { sendGathered(&aftermath) }
    // Each once: what others hold may turn out to be begun, and answered in a moment.
    for slot in state.idleForTheft() { fill(slot, &aftermath) }
  }
}
