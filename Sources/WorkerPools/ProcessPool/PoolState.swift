internal import DequeModule

/// A task as the policy sees it.
protocol PoolWork {
  /// Whether it has ended already, by being cancelled, so that nobody is to run it.
  var hasEnded: Bool { get }
  /// Called when no worker holds it any more and it waits again.
  func waitsAgain()
  /// Called where the policy forgets it without giving it back to anybody.
  func discard()
}

/// Which worker of a process pool does what, and when: the pool's policy, without a process, a lock or a clock.
///
/// A *slot* is the place of one worker; the processes in it follow each other. Events come in through the mutating functions.
/// What concerns tasks is answered at once: `submit`, `next` and `theft` say who gets what. What concerns processes is taken
/// out, in order, with `takeAction`.
///
/// A worker may hold several tasks, of which it runs the first: those behind it can be taken back as long as it has not begun
/// them. Whenever a worker has nothing to do and another holds more than one task, tasks are taken back for it.
struct PoolState<Work: PoolWork> {
  /// What is to be done about a process, or with a task that no process gets.
  enum Action {
    /// Start a process in the slot after that many nanoseconds.
    case start(slot: Int, delayNs: Int)
    /// Tell the worker to end, or do not start it where that is still to come.
    case dismiss(slot: Int)
    /// Kill the worker, or do not start it where that is still to come.
    case kill(slot: Int)
    /// End the task without having run it, or without waiting for it any longer.
    case drop(Work, Reason)
  }

  /// Why a task is dropped.
  enum Reason: Hashable {
    case terminated
    case workersKeepDying(count: Int, cause: String)
  }

  /// What does not change while the pool lives.
  struct Rules {
    /// How many deaths in a row are borne.
    var restartBudget = 8
    /// How often a task that dies with its worker is begun in all.
    var maxAttempts = 1
    /// How many tasks a process gets before another takes its place; `nil` for no limit.
    var maxTasksPerWorker: Int?
    /// How many workers stay when there is nothing to do.
    var minimumWorkers = Int.max
    /// How many tasks a worker may hold.
    var window = 1
  }

  struct Entry {
    let work: Work
    var attempts: Int32 = 0
    var isPinned = false
  }

  enum Stage: Equatable {
    /// No process, and none to come.
    case vacant
    /// A process is to be started, or was and has not said that it is ready.
    case starting
    case ready
    /// Nothing more is expected of the process but its end; another one follows it where that is said.
    case leaving(isReplaced: Bool)
  }

  struct Slot {
    var stage = Stage.vacant
    /// The tasks that the worker was sent and has not answered, in that order.
    var held: Deque<Entry> = []
    /// Tasks for the worker in this slot alone.
    var pinned: Deque<Entry> = []
    /// How many tasks this process was sent.
    var sentCount = 0
    /// Whether its task path has no room before the next answer.
    var isFull = false
    /// Whether another process is to take its place as soon as possible.
    var isWornOut = false
    var idleSinceNs = 0
  }

  enum Phase {
    case open
    case closing
    case terminating
  }

  var slots: [Slot]
  /// How many workers there should be; slots beyond that are leaving or vacant.
  var target: Int
  var waiting: Deque<Entry> = []
  /// The ready slots that hold nothing, the one that became idle last at the end: its caches are the warmest.
  var idle: [Int] = []
  /// How many slots hold more than one task.
  var crowdedCount = 0
  /// How many slots hold a task.
  private(set) var busyCount = 0
  var phase = Phase.open
  var deathsInRow = 0
  /// Why the pool gave up, once it has.
  var failure: Reason?
  let rules: Rules
  var actions: Deque<Action> = []
  private var cursor = 0

  /// A pool of that many workers whose processes are being started.
  init(workers: Int, rules: Rules) {
    slots = Array(repeating: Slot(stage: .starting), count: workers)
    target = workers
    self.rules = rules
  }

  /// The next thing to do, or `nil`.
  mutating func takeAction() -> Action? { actions.popFirst() }

  /// Whether `takeAction` has something.
  var hasActions: Bool { !actions.isEmpty }

  /// How many tasks the worker in the slot holds.
  func heldCount(_ slot: Int) -> Int { slots[slot].held.count }

  /// The task that the worker in the slot runs, or will run first.
  func firstHeld(_ slot: Int) -> Work? { slots[slot].held.first?.work }

  /// The position of a task among those that the worker holds.
  func position(inSlot slot: Int, where matches: (Work) -> Bool) -> Int? {
    slots[slot].held.firstIndex { matches($0.work) }
  }

  // MARK: Tasks

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
    var least: Int?
    for slot in 0..<target where !slots[slot].held.isEmpty && mayHoldMore(slot) {
      if slots[slot].held.count < least.map({ slots[$0].held.count }) ?? .max { least = slot }
    }
    if let least, slots[least].held.count < enough { return least }
    if let slot = idle.popLast() { return slot }
    if rules.minimumWorkers < target { growAgain() }
    return least
  }

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
    slots[slot].held.count < rules.window && slots[slot].stage == .ready && !slots[slot].isFull
      && !slots[slot].isWornOut && slot < target && slots[slot].sentCount < rules.maxTasksPerWorker ?? .max
  }

  /// The task that the worker in the slot has answered; `nil` where it held none.
  mutating func finished(_ slot: Int) -> Work? {
    guard let entry = release(slot) else { return nil }
    slots[slot].isFull = false
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
