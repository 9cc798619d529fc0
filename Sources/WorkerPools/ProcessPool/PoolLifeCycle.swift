internal import DequeModule

// Which processes a pool has: the second half of its policy.
extension PoolState {
  /// Whether the pool has been closed or terminated and all its workers are gone.
  var isOver: Bool { phase != .open && slots.allSatisfy { $0.stage == .vacant } }

  // MARK: Events

  /// The process in the slot is ready for tasks; `next` and `settle` follow.
  mutating func becameReady(_ slot: Int) {
    guard slots[slot].stage == .starting else { return }
    slots[slot].stage = .ready
    (slots[slot].failedStarts, slots[slot].vainStarts) = (0, 0)
  }

  /// The worker in the slot has been given what there is for it: if that is nothing, it rests or leaves.
  ///
  /// The time is used where idle workers leave after a while.
  mutating func settle(_ slot: Int, nowNs: Int) {
    guard slots[slot].stage == .ready, slots[slot].held.isEmpty else { return }
    leaveIdle(slot)
    let sent = slots[slot].sentCount
    if slots[slot].isWornOut || sent >= rules.maxTasksPerWorker ?? .max {
      return dismiss(slot, isReplaced: true)
    }
    if slot >= target, slots[slot].pinned.isEmpty { return dismiss(slot, isReplaced: false) }
    slots[slot].idleSinceNs = nowNs
    idle.append(slot)
    if phase == .closing { dismissIdleWorkers() }
  }

  /// The worker in the slot uses more memory than it may.
  mutating func outgrew(_ slot: Int) { slots[slot].isWornOut = true }

  /// The process in the slot is gone.
  ///
  /// - Parameters:
  ///   - slot: Where the process was.
  ///   - unclaimed: How many of the tasks that it held it had not begun; others get them.
  ///   - cause: The end as the second part of a sentence: `exited with code 1`.
  /// - Returns: The tasks that ended with it: at most one in practice.
  mutating func ended(_ slot: Int, unclaimed: Int, cause: String) -> [Work] {
    let (stage, isCulprit) = (slots[slot].stage, slots[slot].isCulprit)
    leaveIdle(slot)
    let held = releaseAll(slot)
    slots[slot] = Slot(pinned: slots[slot].pinned)
    putBack(Array(held.suffix(unclaimed)), slot)
    let begun = held.dropLast(unclaimed)
    defer { provideForWaiting() }
    if case .leaving(let isReplaced) = stage, !isReplaced || !isCulprit {
      if isReplaced || !slots[slot].pinned.isEmpty { replace(slot) }
      return begun.map(\.work)
    }
    deathsInRow += 1
    let casualties = begun.filter { !tryAgain($0, slot) }
    if deathsInRow > rules.restartBudget { giveUp(.workersKeepDying(count: deathsInRow, cause: cause)) }
    replace(slot)
    return casualties.map(\.work)
  }

  /// The process in the slot was no worker, or could not be started, and no other one would fare better.
  ///
  /// No more are started, and those that have not said that they are workers are given up.
  ///
  /// - Parameters:
  ///   - slot: Where the process was.
  ///   - cause: Why, as one sentence.
  /// - Returns: The tasks that ended with it: none in practice.
  mutating func cannotServe(_ slot: Int, cause: String) -> [Work] {
    leaveIdle(slot)
    let held = releaseAll(slot)
    slots[slot] = Slot(pinned: slots[slot].pinned)
    giveUp(.cannotServe(cause: cause))
    for other in slots.indices where slots[other].stage == .starting {
      slots[other].stage = .leaving(isReplaced: false)
      actions.append(.kill(slot: other))
    }
    return held.map(\.work)
  }

  /// Tasks that came back when the last worker was about to go need another one, or have to end.
  mutating func provideForWaiting() {
    guard !waiting.isEmpty, liveCount == 0 else { return }
    if let failure { dropWaiting(failure) } else { growAgain() }
  }

  /// Has the worker in the slot killed, because of the task that it runs, and another one take its place.
  mutating func condemn(_ slot: Int) {
    guard slots[slot].stage == .ready else { return }
    leaveIdle(slot)
    slots[slot].stage = .leaving(isReplaced: true)
    actions.append(.kill(slot: slot))
  }

  /// The worker in the slot has damaged what it shares with its host: it is killed, and counts as one that died.
  mutating func misbehaved(_ slot: Int) {
    guard slots[slot].stage != .vacant, !slots[slot].isCulprit else { return }
    leaveIdle(slot)
    slots[slot].isCulprit = true
    if slots[slot].stage == .ready || slots[slot].stage == .starting { slots[slot].stage = .leaving(isReplaced: true) }
    actions.append(.kill(slot: slot))
  }

  /// No more tasks will come; workers end when there is nothing left for them.
  mutating func close() {
    guard phase == .open else { return }
    phase = .closing
    dismissIdleWorkers()
  }

  /// Everything is to end at once.
  mutating func terminate() {
    guard phase != .terminating else { return }
    phase = .terminating
    dropWaiting(.terminated)
    idle = []
    for slot in slots.indices {
      for entry in releaseAll(slot) { actions.append(.drop(entry.work, .terminated)) }
      if slots[slot].stage == .vacant { continue }
      slots[slot].stage = .leaving(isReplaced: false)
      actions.append(.kill(slot: slot))
    }
  }

  /// The pool is to have so many workers from now on; those that are too many leave when they hold nothing any more.
  mutating func resize(to count: Int) {
    guard phase == .open, failure == nil else { return }
    target = count
    while slots.count < count { slots.append(Slot()) }
    for slot in slots.indices {
      switch slots[slot].stage {
      case .vacant where slot < count: start(slot, delayNs: 0)
      case .leaving where slot < count: slots[slot].stage = .leaving(isReplaced: true)
      case .leaving: slots[slot].stage = .leaving(isReplaced: false)
      case .starting where slot >= count: dismiss(slot, isReplaced: false)
      case .ready where slot >= count: settle(slot, nowNs: 0)
      case .vacant, .starting, .ready: break
      }
    }
  }

  /// Dismisses the workers that have had nothing to do since before that time, down to the smallest number.
  mutating func retire(idleSinceBefore timeNs: Int) {
    var surplus = liveCount - rules.minimumWorkers
    for slot in idle where surplus > 0 && slots[slot].idleSinceNs <= timeNs && phase == .open {
      leaveIdle(slot)
      dismiss(slot, isReplaced: false)
      surplus -= 1
    }
  }

  /// When the worker that has been idle for longest became so; `nil` where none may be dismissed.
  var longestIdleSinceNs: Int? {
    liveCount > rules.minimumWorkers ? idle.map { slots[$0].idleSinceNs }.min() : nil
  }

  /// Whether all workers are ready that there are to be, now that those have left which were idle for long.
  var isReady: Bool {
    slots.prefix(target).allSatisfy { [.ready, .vacant, .leaving(isReplaced: false)].contains($0.stage) }
  }

  /// How many workers there are, or will be in a moment.
  var liveCount: Int { slots.count { $0.stage == .starting || $0.stage == .ready } }

  // MARK: Decisions

  /// Starts a worker again that left because it was idle, for a task that finds all others busy.
  mutating func growAgain() {
    if let slot = slots.indices.prefix(target).first(where: { slots[$0].stage == .vacant }) { start(slot, delayNs: 0) }
  }

  mutating func start(_ slot: Int, delayNs: Int) {
    slots[slot].stage = .starting
    actions.append(.start(slot: slot, delayNs: delayNs))
  }

  mutating func leaveIdle(_ slot: Int) {
    if let index = idle.lastIndex(of: slot) { idle.remove(at: index) }
  }

  private mutating func dismiss(_ slot: Int, isReplaced: Bool) {
    slots[slot].stage = .leaving(isReplaced: isReplaced)
    actions.append(.dismiss(slot: slot))
  }

  /// Once nothing waits, whoever has nothing to do leaves; a task that runs may still come back if its worker dies.
  private mutating func dismissIdleWorkers() {
    guard waiting.isEmpty else { return }
    idle = []
    for slot in slots.indices where slots[slot].pinned.isEmpty && slots[slot].held.isEmpty {
      if slots[slot].stage == .starting || slots[slot].stage == .ready { dismiss(slot, isReplaced: false) }
    }
  }

  private mutating func tryAgain(_ entry: Entry, _ slot: Int) -> Bool {
    let attempts = entry.work.attempts ?? rules.maxAttempts
    guard entry.attempts + 1 < attempts, !entry.work.hasEnded else { return false }
    var entry = entry
    entry.attempts += 1
    entry.work.waitsAgain()
    if entry.isPinned { slots[slot].pinned.append(entry) } else { waiting.append(entry) }
    return true
  }

  /// Starts another process where one has gone, if there can still be something to do for it.
  private mutating func replace(_ slot: Int) {
    if isNeeded(slot) { start(slot, delayNs: backOff) }
  }

  /// As many deaths in a row as there are workers may have one cause; from then on 10 ms, 20 ms, ...
  ///
  /// up to 1 s.
  private var backOff: Int {
    let excess = deathsInRow - target
    return excess <= 0 ? 0 : min(10_000_000 << min(excess - 1, 7), 1_000_000_000)
  }

  /// Whether a process that is gone, or did not come, would have something to do.
  func isNeeded(_ slot: Int) -> Bool {
    guard failure == nil, phase != .terminating, slot < target || !slots[slot].pinned.isEmpty else { return false }
    return phase == .open || !waiting.isEmpty || !slots[slot].pinned.isEmpty
  }

  mutating func giveUp(_ reason: Reason) {
    failure = failure ?? reason
    dropWaiting(failure ?? reason)
  }

  private mutating func dropWaiting(_ reason: Reason) {
    while let entry = waiting.popFirst() { actions.append(.drop(entry.work, reason)) }
    for slot in slots.indices {
      while let entry = slots[slot].pinned.popFirst() { actions.append(.drop(entry.work, reason)) }
    }
  }
}
