internal import DequeModule

/// Which worker of a process pool does what, and when: the pool's policy, without a process, a lock or a clock.
///
/// Events come in through the mutating functions; what is to be done about them is taken out, in order, with
/// `takeAction`. A *slot* is the place of one worker; the processes in it follow each other.
struct PoolState<Work> {
  enum Action {
    /// Start a process in the slot after that many nanoseconds.
    case start(slot: Int, delayNs: Int)
    /// Give the task to the worker in the slot.
    case send(Work, slot: Int)
    /// Tell the worker to end, or do not start it where that is still to come.
    case dismiss(slot: Int)
    /// Kill the worker, or do not start it where that is still to come.
    case kill(slot: Int)
    /// End the task without having run it, or without waiting for it any longer.
    case drop(Work, Reason)
  }

  enum Reason: Hashable {
    case terminated
    case workersKeepDying(count: Int, cause: String)
  }

  private enum Stage {
    /// No process, and none to come.
    case vacant
    /// A process is to be started, or was and has not said that it is ready.
    case starting
    case idle
    case busy(Work)
    /// Nothing more is expected of the process but its end.
    case leaving
  }

  private struct Slot {
    var stage = Stage.vacant
    /// Tasks for the worker in this slot alone.
    var pinned: Deque<Work> = []
  }

  private enum Phase {
    case open
    case closing
    case terminating
  }

  private var slots: [Slot]
  private var waiting: Deque<Work> = []
  /// The idle slots, the one that became idle last at the end: its caches are the warmest.
  private var idle: [Int] = []
  private var phase = Phase.open
  private var deathsInRow = 0
  /// Why the pool gave up, once it has.
  private(set) var failure: Reason?
  private let restartBudget: Int
  private var actions: Deque<Action> = []

  /// A pool of that many workers whose processes are being started, which bears that many deaths in a row.
  init(workers: Int, restartBudget: Int) {
    slots = Array(repeating: Slot(stage: .starting), count: workers)
    self.restartBudget = restartBudget
  }

  /// The next thing to do, or `nil`.
  mutating func takeAction() -> Action? { actions.popFirst() }

  /// Whether the pool has been closed or terminated and all its workers are gone.
  var isOver: Bool {
    phase != .open && slots.allSatisfy { if case .vacant = $0.stage { true } else { false } }
  }

  /// Whether the worker in the slot runs a task.
  func isBusy(_ slot: Int) -> Bool {
    if case .busy = slots[slot].stage { true } else { false }
  }

  // MARK: Events

  /// A task came; `slot` for the worker in that slot alone.
  mutating func submit(_ work: Work, slot: Int? = nil) {
    if phase == .terminating { return actions.append(.drop(work, .terminated)) }
    if let failure { return actions.append(.drop(work, failure)) }
    if let slot {
      slots[slot].pinned.append(work)
      if case .idle = slots[slot].stage {
        leaveIdle(slot)
        occupy(slot)
      }
    } else {
      waiting.append(work)
      if let slot = idle.popLast() { occupy(slot) }
    }
  }

  /// The process in the slot is ready for tasks.
  mutating func becameReady(_ slot: Int) {
    if case .starting = slots[slot].stage { occupy(slot) }
  }

  /// The worker has ended its task, which is returned; `nil` where it had none.
  ///
  /// A worker that is about to end, as its storage knows, gets no other task.
  mutating func finished(_ slot: Int, isEnding: Bool = false) -> Work? {
    guard case .busy(let work) = slots[slot].stage else { return nil }
    deathsInRow = 0
    if isEnding { slots[slot].stage = .starting } else { occupy(slot) }
    return work
  }

  /// The process in the slot is gone; returns the task that it cost, if there is one.
  ///
  /// - Parameters:
  ///   - slot: Where the process was.
  ///   - hasBegun: Whether the process had taken on its task; else the task is given to another worker.
  ///   - cause: The end as the second part of a sentence: `exited with code 1`.
  /// - Returns: The task that was running.
  mutating func ended(_ slot: Int, hasBegun: Bool, cause: String) -> Work? {
    let stage = slots[slot].stage
    if case .idle = stage { leaveIdle(slot) }
    slots[slot].stage = .vacant
    if case .leaving = stage { return nil }
    deathsInRow += 1
    var casualty: Work?
    if case .busy(let work) = stage {
      if hasBegun { casualty = work } else { waiting.prepend(work) }
    }
    if deathsInRow > restartBudget { giveUp(cause) }
    replace(slot)
    return casualty
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
      if case .busy(let work) = slots[slot].stage { actions.append(.drop(work, .terminated)) }
      if case .vacant = slots[slot].stage { continue }
      slots[slot].stage = .leaving
      actions.append(.kill(slot: slot))
    }
  }

  // MARK: Decisions

  /// Gives a worker that has nothing to do its next task, or rest, or leave.
  private mutating func occupy(_ slot: Int) {
    if let work = slots[slot].pinned.popFirst() ?? waiting.popFirst() {
      slots[slot].stage = .busy(work)
      actions.append(.send(work, slot: slot))
    } else {
      slots[slot].stage = .idle
      idle.append(slot)
      if phase == .closing { dismissIdleWorkers() }
    }
  }

  private mutating func leaveIdle(_ slot: Int) { idle.removeAll { $0 == slot } }

  /// Once nothing waits, whoever has nothing to do leaves; a task that runs may still come back if its worker dies unread.
  private mutating func dismissIdleWorkers() {
    guard waiting.isEmpty else { return }
    idle = []
    for slot in slots.indices where slots[slot].pinned.isEmpty {
      switch slots[slot].stage {
      case .idle, .starting:
        slots[slot].stage = .leaving
        actions.append(.dismiss(slot: slot))
      case .vacant, .busy, .leaving: break
      }
    }
  }

  /// Starts another process where one has died, if there can still be something to do for it.
  private mutating func replace(_ slot: Int) {
    guard failure == nil else { return }
    if phase == .closing, waiting.isEmpty, slots[slot].pinned.isEmpty { return }
    slots[slot].stage = .starting
    actions.append(.start(slot: slot, delayNs: backOff))
  }

  /// As many deaths in a row as there are workers may have one cause; from then on 10 ms, 20 ms, ...
  ///
  /// up to 1 s.
  private var backOff: Int {
    let excess = deathsInRow - slots.count
    return excess <= 0 ? 0 : min(10_000_000 << min(excess - 1, 7), 1_000_000_000)
  }

  private mutating func giveUp(_ cause: String) {
    let reason = Reason.workersKeepDying(count: deathsInRow, cause: cause)
    failure = reason
    dropWaiting(reason)
  }

  private mutating func dropWaiting(_ reason: Reason) {
    while let work = waiting.popFirst() { actions.append(.drop(work, reason)) }
    for slot in slots.indices {
      while let work = slots[slot].pinned.popFirst() { actions.append(.drop(work, reason)) }
    }
  }
}
