internal import WorkerPoolsPosix

/// What starting and collecting the threads of a pool took.
final class ThreadPoolSamples: Sendable {
  private struct State {
    var spawnNs = NewestSamples()
    var reapNs = NewestSamples()
    /// How many threads have begun and not been collected.
    var uncollectedCount = 0
    var orderedToEndNs: Int?
  }

  private let state = Locked(State())

  /// Nanoseconds from the creation of each thread to its first own instruction.
  var spawnNs: [Int] { state.withLock { $0.spawnNs.values } }

  /// Nanoseconds from the order to end to the collection of each thread.
  var reapNs: [Int] { state.withLock { $0.reapNs.values } }

  /// Called by each thread as its first own instruction.
  func began(createdNs: Int) {
    let now = MonotonicTime.now()
    state.withLock { state in
      state.spawnNs.append(now - createdNs)
      state.uncollectedCount += 1
    }
  }

  /// Called with the order to end; the first one counts.
  func orderedToEnd() {
    let now = MonotonicTime.now()
    state.withLock { $0.orderedToEndNs = $0.orderedToEndNs ?? now }
  }

  /// Called when a thread was joined; a join that is repeated changes nothing.
  func collected() {
    let now = MonotonicTime.now()
    state.withLock { state in
      guard let ordered = state.orderedToEndNs, state.uncollectedCount > 0 else { return }
      state.reapNs.append(now - ordered)
      state.uncollectedCount -= 1
    }
  }
}

extension ThreadPool {
  /// Nanoseconds from the creation of each thread to its first own instruction, in the order of their beginning;
  /// the newest 1,024.
  package var spawnSamples: [Int] { samples.spawnNs }

  /// Nanoseconds from `close` or `terminate` to the collection of each thread; the newest 1,024, complete after
  /// `join`.
  package var reapSamples: [Int] { samples.reapNs }
}
