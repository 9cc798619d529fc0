internal import DequeModule
internal import WorkerPoolsPosix

/// The queue of a thread pool and the life of the threads that empty it.
final class ThreadPoolQueue: Sendable {
  /// A task: to be run, or to be ended with an error instead.
  struct Work: Sendable {
    let run: @Sendable () -> Void
    let fail: @Sendable (any Error) -> Void
  }

  private struct State {
    var waiting: Deque<Work> = []
    /// Threads that sleep and that nobody has woken yet.
    var sleeping = 0
    /// Wake-ups on their way to threads that sleep.
    var wakeUps = 0
    var live: Int
    /// Calls of `terminate` that are still ending the tasks that they dropped.
    var terminating = 0
    /// What new tasks are refused with.
    var refusal: PoolError?
  }

  private let state: ConditionLock<State>

  init(threads: Int) { state = ConditionLock(State(live: threads)) }

  /// Whether the queue was closed or terminated.
  var isClosed: Bool { state.withLock { $0.refusal != nil } }

  /// Appends a task and wakes at most one thread; throws where the pool takes none.
  func submit(_ work: Work) throws {
    let mustWake = try state.withLock { state throws(PoolError) in
      if let refusal = state.refusal { throw refusal }
      state.waiting.append(work)
      guard state.sleeping > 0 else { return false }
      state.sleeping -= 1
      state.wakeUps += 1
      return true
    }
    if mustWake { state.signal() }
  }

  /// Takes no more tasks.
  func close() {
    state.withLock { $0.refusal = $0.refusal ?? .closed }
    state.broadcast()
  }

  /// Takes no more tasks and ends those that have not begun.
  func terminate() {
    let dropped = state.withLock { state in
      state.refusal = .terminated
      state.terminating += 1
      defer { state.waiting = [] }
      return state.waiting
    }
    state.broadcast()
    for work in dropped { work.fail(PoolError.terminated) }
    state.withLock { $0.terminating -= 1 }
    state.broadcast()
  }

  /// Runs tasks until the queue is closed and empty; returns whether the caller was the last thread to leave.
  ///
  /// The last one leaves only when every dropped task has ended, since callbacks need the pool until then.
  func serve() -> Bool {
    while let work = next() { work.run() }
    let isLast = state.withLock { state in
      state.live -= 1
      return state.live == 0
    }
    if isLast { _ = state.waiting(while: { $0.terminating > 0 }) { _ in } }
    return isLast
  }

  private func next() -> Work? {
    while true {
      switch turn() {
      case .run(let work): return work
      case .leave: return nil
      case .sleep: sleep()
      }
    }
  }

  private func sleep() {
    // A thread whose wake-up another has taken sleeps on, and still counts as one that sleeps.
    state.waiting(while: { $0.wakeUps == 0 && $0.refusal == nil }) { state in
      if state.wakeUps > 0 { state.wakeUps -= 1 } else { state.sleeping -= 1 }
    }
  }

  private enum Turn {
    case run(Work)
    case sleep
    case leave
  }

  private func turn() -> Turn {
    state.withLock { state in
      if let work = state.waiting.popFirst() { return .run(work) }
      if state.refusal != nil { return .leave }
      state.sleeping += 1
      return .sleep
    }
  }
}
