internal import DequeModule

// Who gets which task: the first half of a pool's policy.
extension PoolState {
  /// A task came.
  ///
  /// - Parameters:
  ///   - work: The task.
  ///   - slot: Given for a task that only the worker in that slot may run.
  /// - Returns: The slot to whose worker it goes at once, or `nil` where it waits or was dropped.
  mutating func submit(_ work: consuming Work, slot: Int? = nil) -> Int? {
    if phase == .terminating || failure != nil {
      actions.append(.drop(work, failure ?? .terminated))
      return nil
    }
    if let slot { return submitPinned(work, slot: slot) }
    let entry = Entry(work: work)
    if let slot = idle.popLast() {
      hold(entry, slot)
      return slot
    }
    if rules.minimumWorkers < target { growAgain() }
    if waiting.isEmpty, let slot = slotWithRoom() {
      hold(entry, slot)
      return slot
    }
    waiting.append(entry)
    return nil
  }

  /// A task came that is to wait for others, all of which are sent at once.
  mutating func gather(_ work: consuming Work) {
    if phase == .terminating || failure != nil {
      actions.append(.drop(work, failure ?? .terminated))
    } else {
      waiting.append(Entry(work: work))
    }
  }

  /// How many tasks are with no worker.
  var waitingCount: Int { waiting.count }

  /// The worker that gets what has gathered, if there is one that may hold more.
  ///
  /// One that is busy with less than `enough` tasks, since it is awake, then one that has nothing to do, then the one that
  /// holds least.
  mutating func slotForGathered(enough: Int) -> Int? {
    if idle.isEmpty, rules.minimumWorkers < target { growAgain() }
    var least: Int?
    for slot in 0..<target where !slots[slot].held.isEmpty && mayHoldMore(slot) {
      if slots[slot].held.count < least.map({ slots[$0].held.count }) ?? .max { least = slot }
    }
    if let least, slots[least].held.count < enough { return least }
    return idle.popLast() ?? least
  }

  /// The worker in the slot has been at one task for long.
  mutating func fellSilent(_ slot: Int) { slots[slot].isSilent = true }

  /// The workers that have nothing to do while others hold several tasks; `next` and `settle` follow.
  mutating func idleForTheft() -> [Int] {
    guard crowdedCount > 0 else { return [] }
    defer { idle = [] }
    return idle
  }

  private mutating func submitPinned(_ work: consuming Work, slot: Int) -> Int? {
    let entry = Entry(work: work, isPinned: true)
    if slots[slot].stage == .ready, slots[slot].held.isEmpty, slots[slot].pinned.isEmpty {
      leaveIdle(slot)
      hold(entry, slot)
      return slot
    }
    slots[slot].pinned.append(entry)
    if slots[slot].stage == .vacant { start(slot, delayNs: 0) }
    return nil
  }

  /// A worker that can be sent more although it is busy; the same one for some tasks, since it is awake.
  private mutating func slotWithRoom() -> Int? {
    guard rules.window > 1 else { return nil }
    for _ in 0..<target {
      if cursor >= target { cursor = 0 }
      let count = slots[cursor].held.count
      if count > 0, mayHoldMore(cursor) {
        defer { if count & 7 == 7 { cursor += 1 } }
        return cursor
      }
      cursor += 1
    }
    return nil
  }

  private func mayHoldMore(_ slot: Int) -> Bool {
    // One by one: a copy of the slot would have to keep its queues.
    slots[slot].held.count < (slots[slot].isSilent ? 1 : rules.window) && slots[slot].stage == .ready
      && !slots[slot].isFull
      && !slots[slot].isWornOut && slot < target && slots[slot].sentCount < rules.maxTasksPerWorker ?? .max
  }

  /// The task that the worker in the slot has answered; `nil` where it held none.
  mutating func finished(_ slot: Int) -> Work? {
    guard let entry = release(slot) else { return nil }
    slots[slot].isFull = false
    slots[slot].isSilent = false
    deathsInRow = 0
    return entry.work
  }

  /// The next task for the worker in the slot, if it may have one more now.
  ///
  /// To be called until `nil` after events that make room; then `settle`. A greedy one gets more than its share of what waits.
  mutating func next(_ slot: Int, isGreedy: Bool = false) -> Work? {
    if let entry = slots[slot].pinned.first, slots[slot].stage == .ready, !slots[slot].isFull,
      slots[slot].held.count < rules.window
    {
      slots[slot].pinned.removeFirst()
      hold(entry, slot)
      return entry.work
    }
    let share = isGreedy ? rules.window : max(1, waiting.count / max(target, 1))
    guard !waiting.isEmpty, slots[slot].held.count < share, mayHoldMore(slot) else { return nil }
    guard let entry = takeWaiting() else { return nil }
    hold(entry, slot)
    return entry.work
  }

  private mutating func takeWaiting() -> Entry? {
    while let entry = waiting.popFirst() {
      if !entry.work.hasEnded { return entry }
      entry.work.discard()
    }
    return nil
  }

  /// The task path to the slot had no room for the task that it was to be sent last: it waits again.
  mutating func sendFailed(_ slot: Int) {
    guard let entry = slots[slot].held.popLast() else { return }
    uncount(slot)
    slots[slot].sentCount -= 1
    slots[slot].isFull = true
    putBack([entry], slot)
  }

  /// The task that was to be sent last was given up and waits no more.
  mutating func sendAbandoned(_ slot: Int) {
    guard let entry = slots[slot].held.popLast() else { return }
    uncount(slot)
    entry.work.discard()
  }

  /// A worker that has nothing to do although tasks wait, which came back from others; `next` and `settle` follow.
  mutating func idleForWaiting() -> Int? { waiting.isEmpty ? nil : idle.popLast() }

  /// Whether a worker has nothing to do.
  var hasIdle: Bool { !idle.isEmpty }

  /// The worker in the slot, if it has nothing to do, is the last one to get a task.
  mutating func rest(_ slot: Int) {
    guard idle.last == slot else { return }
    idle.removeLast()
    idle.insert(slot, at: 0)
  }

  /// From whom to take tasks back for the worker in the slot, and how many; `nil` where that makes no sense.
  ///
  /// The spared ones turned out to have begun all that they hold.
  func theft(for slot: Int, sparing spared: [Int] = []) -> (victim: Int, count: Int)? {
    guard crowdedCount > spared.count, waiting.isEmpty, slots[slot].held.isEmpty, mayHoldMore(slot) else { return nil }
    let victim = slots.indices.max { stealableCount($0, spared) < stealableCount($1, spared) }
    guard let victim, stealableCount(victim, spared) > 1 else { return nil }
    return (victim, slots[victim].held.count / 2)
  }

  private func stealableCount(_ slot: Int, _ spared: [Int]) -> Int {
    spared.contains(slot) ? 0 : slots[slot].held.count
  }

  /// Of the tasks in the slot the last `unclaimed` were not begun, and the first `count` of those were taken back; they wait.
  ///
  /// After `terminate` the slot holds none of them any more.
  mutating func tookBack(_ slot: Int, unclaimed: Int, count: Int) {
    guard count > 0, slots[slot].held.count >= unclaimed else { return }
    slots[slot].isFull = false
    let first = slots[slot].held.count - unclaimed
    let taken = Array(slots[slot].held[first..<first + count])
    let wasCrowded = slots[slot].held.count > 1
    slots[slot].held.removeSubrange(first..<first + count)
    if wasCrowded, slots[slot].held.count < 2 { crowdedCount -= 1 }
    if slots[slot].held.isEmpty { busyCount -= 1 }
    slots[slot].sentCount -= count
    putBack(taken, slot)
  }

  /// Puts tasks back to where they waited, before all others.
  mutating func putBack(_ entries: [Entry], _ slot: Int) {
    for entry in entries.reversed() {
      entry.work.waitsAgain()
      if entry.isPinned { slots[slot].pinned.prepend(entry) } else { waiting.prepend(entry) }
    }
  }

  // MARK: What slots hold

  mutating func hold(_ entry: consuming Entry, _ slot: Int) {
    slots[slot].held.append(entry)
    slots[slot].sentCount += 1
    switch slots[slot].held.count {
    case 1: busyCount += 1
    case 2: crowdedCount += 1
    default: break
    }
  }

  mutating func release(_ slot: Int) -> Entry? {
    guard let entry = slots[slot].held.popFirst() else { return nil }
    uncount(slot)
    return entry
  }

  private mutating func uncount(_ slot: Int) {
    switch slots[slot].held.count {
    case 0: busyCount -= 1
    case 1: crowdedCount -= 1
    default: break
    }
  }

  /// Forgets all that the slot holds, and returns it.
  mutating func releaseAll(_ slot: Int) -> Deque<Entry> {
    let held = slots[slot].held
    if held.count > 1 { crowdedCount -= 1 }
    if !held.isEmpty { busyCount -= 1 }
    slots[slot].held = []
    return held
  }
}
