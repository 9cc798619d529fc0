internal import WorkerPoolsPosix

// Sending tasks to workers, and taking them back; under the lock.
extension PoolCore {
  /// Sends a task to the worker that the policy has given it to; `false` where that was not possible now.
  func send(_ task: PoolTask, _ slot: Int, _ aftermath: inout Aftermath) -> Bool {
    guard let worker = workers[slot] else { preconditionFailure("a slot that gets tasks has a worker") }
    if state.heldCount(slot) == 1 { worker.path.forgetHistory() }
    guard let function = task.function else { preconditionFailure("a task of a process pool has a function") }
    let isKnown = worker.knows(function.number)
    let count = task.inputCount + (isKnown ? 0 : NamedPayload.overhead(function.name))
    do {
      let kind = task.isChunk ? TaskSlot.Kind.runChunk : .run
      let flags = flags(for: task, isKnown: isKnown)
      guard var place = try worker.path.begin(kind, tag: function.number, flags: flags, count: count) else {
        state.sendFailed(slot)
        return false
      }
      if !isKnown { place = NamedPayload.write(function.name, to: place) }
      task.writeInput(to: place)
      worker.path.publish()
      task.record.slot = Int32(truncatingIfNeeded: slot)
      return true
    } catch {
      state.sendAbandoned(slot)
      end(task, &aftermath) { $0.failed(PoolError.payloadTooLarge(count, error)) }
      return false
    }
  }

  private func flags(for task: PoolTask, isKnown: Bool) -> TaskSlot.Flags {
    var flags: TaskSlot.Flags = isKnown ? [] : .definesFunction
    if task.record.submittedNs != 0 { flags.insert(.isStamped) }
    if state.busyCount <= cores { flags.insert(.maySpin) }
    if let taskTimeoutNs {
      flags.insert(.isTimed)
      needDispatcher(at: MonotonicTime.now() + taskTimeoutNs)
    }
    return flags
  }

  func wake(_ slot: Int, _ aftermath: inout Aftermath) {
    guard let worker = workers[slot], worker.path.mustWake() else { return }
    worker.isWaking = true
    aftermath.wake(worker.path)
  }

  func needDispatcher(at deadlineNs: Int) {
    if deadlineNs < dispatcherDeadlineNs {
      dispatcherDeadlineNs = deadlineNs
      bell.raise()
    }
  }

  /// Gives the worker in the slot what there is for it, taken from others where nothing waits.
  func fill(_ slot: Int, _ aftermath: inout Aftermath) {
    var hasSent = false
    repeat {
      while let work = state.next(slot) {
        if send(work.task, slot, &aftermath) { hasSent = true }
      }
    } while steal(for: slot)
    if hasSent { wake(slot, &aftermath) }
    state.settle(slot, nowNs: idleTimeoutNs == nil ? 0 : MonotonicTime.now())
    if let idleTimeoutNs, let since = state.longestIdleSinceNs { needDispatcher(at: since + idleTimeoutNs) }
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
    state.tookBack(slot, unclaimed: taken.unclaimed, count: taken.count)
    if taken.count > 0, worker.consumer == .taken { worker.path.callConsumer() }
    return taken.count > 0
  }

  /// Gives waiting tasks to the workers that have nothing to do.
  func distribute(_ aftermath: inout Aftermath) {
    while let slot = state.idleForWaiting() { fill(slot, &aftermath) }
  }
}
