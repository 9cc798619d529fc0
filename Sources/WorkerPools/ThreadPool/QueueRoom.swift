internal import DequeModule
internal import WorkerPoolsPosix

/// The room in a queue that is bounded: who has a place, and who waits for one.
final class QueueRoom: Sendable {
  private struct State {
    var used = 0
    var capacity: Int
    var refusal: PoolError?
    var waiters: Deque<ResultWaiter> = []

    /// Takes so many places, where there are as many.
    mutating func enter(_ count: Int = 1) throws(PoolError) -> Bool {
      if let refusal { throw refusal }
      guard used <= capacity - count else { return false }
      used += count
      return true
    }

    /// Whom to tell of a place that is free.
    mutating func waiterToTell() -> ResultWaiter? { used < capacity ? waiters.popFirst() : nil }
  }

  private let state: Locked<State>
  private let limit: Int
  /// Whether a submitter that finds no place gets an error.
  let fails: Bool

  /// So many places beyond one for each thread; `fails` where a submitter that finds none is to get an error.
  init(limit: Int, threads: Int, fails: Bool) {
    // With room for a sum.
    self.limit = min(limit, .max >> 1)
    self.fails = fails
    state = Locked(State(capacity: self.limit + threads))
  }

  /// How many wait for a place.
  var waiterCount: Int { state.withLock { $0.waiters.count } }

  /// How many places are taken.
  var takenPlaces: Int { state.withLock { $0.used } }

  /// The pool has so many threads from now on.
  func resize(threads: Int) {
    let told = state.withLock { state in
      state.capacity = limit + threads
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in told { waiter.wake() }
  }

  /// Takes a place, waits for one, or throws, as the pool has it; `false` where the deadline (`MonotonicTime`) passed first.
  @discardableResult
  func enter(until deadline: Int? = nil) throws -> Bool {
    let waiter = ResultWaiter.thread(.current)
    while try !enter(orTell: waiter) {
      if !Parker.current.park(until: deadline) { return try enterLate(waiter) }
    }
    return true
  }

  /// As `enter`, without blocking a thread; whoever is not `told` has no place.
  func entered(until deadline: Int? = nil) async throws -> Suspension.Wake {
    let suspension = Suspension()
    let waiter = ResultWaiter.task(suspension)
    while try !enter(orTell: waiter) {
      switch await suspension.suspend(until: deadline) {
      case .told: continue
      case .timedOut: return try enterLate(waiter) ? .told : .timedOut
      case .cancelled:
        giveUp(waiter)
        return .cancelled
      }
    }
    return .told
  }

  /// The time of one that waits has passed: it may have been told at that very moment, in the place of others.
  private func enterLate(_ waiter: ResultWaiter) throws -> Bool {
    try state.withLock { state throws in
      state.waiters.forget(waiter)
      return try state.enter()
    }
  }

  /// One that waits wants no place any more: where it was told of one at that very moment, the next one is.
  private func giveUp(_ waiter: ResultWaiter) {
    let told = state.withLock { $0.waiters.forget(waiter) ? nil : $0.waiterToTell() }
    told?.wake()
  }

  private func enter(orTell waiter: ResultWaiter) throws -> Bool {
    try state.withLock { state in
      if try state.enter() {
        // Left there, it would be told in another's place.
        if waiter.isShared, !state.waiters.isEmpty { state.waiters.forget(waiter) }
        return true
      }
      if fails { throw PoolError.queueFull(limit) }
      if !waiter.isShared || !state.waiters.contains(waiter) { state.waiters.append(waiter) }
      return false
    }
  }

  /// Takes so many places; throws, and takes none, where there are not as many.
  func enter(_ count: Int) throws {
    if try !state.withLock({ state throws in try state.enter(count) }) { throw PoolError.queueFull(limit) }
  }

  /// Takes a place where there is one.
  func enterIfRoom() throws -> Bool { try state.withLock { state throws in try state.enter() } }

  /// Takes a place beyond the limit where there is none: for the pool's own tasks, for which nobody else would make room.
  func enterFromInside() throws {
    if fails {
      try enter()
      return
    }
    try state.withLock { state throws in
      if let refusal = state.refusal { throw refusal }
      state.used += 1
    }
  }

  /// Takes a place beyond the limit, or of one that was given back too early.
  func enterBeyondLimit() { state.withLock { $0.used += 1 } }

  /// Gives a place back.
  func leave() {
    let told = state.withLock { state in
      state.used -= 1
      return state.waiterToTell()
    }
    told?.wake()
  }

  /// From now on nobody gets a place, and those who wait are told so.
  func refuse(_ error: PoolError) {
    let told = state.withLock { state in
      state.refusal = error
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in told { waiter.wake() }
  }
}

/// A task of a bounded queue of which nobody wants to know the end.
final class BoundedClosure: ThreadWork {
  private let body: @Sendable () -> Void
  private let room: QueueRoom

  init(_ body: @escaping @Sendable () -> Void, _ room: QueueRoom) {
    self.body = body
    self.room = room
  }

  func run() -> Bool {
    body()
    room.leave()
    return true
  }

  func drop(_ error: PoolError) -> Bool {
    room.leave()
    return true
  }
}
