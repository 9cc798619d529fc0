internal import WorkerPoolsPosix

/// A thread that runs one task.
///
/// Released without having been collected, it runs on and is joined later.
package final class UnitThread<Output: Sendable>: Sendable {
  private struct Finished {
    let output: Result<Output, any Error>
    let startedNs: Int
    let endedNs: Int
  }

  private let thread: PlatformThread
  private let callNs: Int
  private let finished: Slot

  /// Starts the thread; throws a `PoolError` where the system has no room for it.
  ///
  /// `stackSize` is in bytes, `nil` for the system's default. `onEnd` runs in the thread as the last thing it does, for
  /// an owner that wants to be told which of its threads to collect.
  package static func start(
    name: String? = nil, stackSize: Int? = nil, onEnd: (@Sendable () -> Void)? = nil,
    _ body: @escaping @Sendable () throws -> Output
  ) throws -> UnitThread<Output> {
    let slot = Slot()
    let callNs = MonotonicTime.now()
    let thread = try PlatformThread.startForPool(name: name, stackSize: stackSize) {
      let startedNs = MonotonicTime.now()
      let output = Result(catching: body)
      onEnd?()
      slot.value.withLock {
        $0 = Finished(output: output, startedNs: startedNs, endedNs: MonotonicTime.now())
      }
    }
    return UnitThread(thread: thread, callNs: callNs, finished: slot)
  }

  /// Blocks until the thread has ended; throws what the task threw.
  package func collect() throws -> UnitOutcome<Output> {
    thread.join()
    let collectedNs = MonotonicTime.now()
    guard let finished = finished.value.withLock({ $0 }) else {
      preconditionFailure("a joined thread has left its result")
    }
    return UnitOutcome(
      output: try finished.output.get(), spawnNs: finished.startedNs - callNs, reapNs: collectedNs - finished.endedNs,
      usage: .zero)
  }

  private init(thread: PlatformThread, callNs: Int, finished: Slot) {
    self.thread = thread
    self.callNs = callNs
    self.finished = finished
  }

  private final class Slot: Sendable {
    let value = Locked<Finished?>(nil)
  }
}
