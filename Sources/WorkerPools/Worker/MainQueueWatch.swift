internal import Synchronization
internal import WorkerPoolsPosix

/// Has the thread of an idle worker serve the main queue.
///
/// That thread sleeps on a word of the shared memory, which a descriptor cannot wake. So a thread of its own watches the queue's
/// descriptor, and wakes it. It starts when the worker has been idle for more than a moment; until then the worker looks at
/// the descriptor itself each time before it sleeps. An idle worker wakes up for it once, and a busy one makes no system call.
final class MainQueueWatch: @unchecked Sendable {  // two threads use `isCalled`, the parker and `wake`
  private enum Stage {
    /// The worker looks itself, for so many more sleeps.
    case looking(sleepsLeft: Int)
    case watching(PlatformThread)
    /// There was no room for another thread: the worker looks itself, but only before it sleeps.
    case blind
  }

  /// After so many sleeps, or one of this length, the watch gets its thread.
  private static let sleeps = 16
  private static let firstSleepNs = 5_000_000
  private static let stackSize = 1 << 18

  private let queue: MainQueue
  private let wake: () -> Void
  private var stage = Stage.looking(sleepsLeft: sleeps)
  private let isCalled = Atomic(false)
  private let parker = Parker()

  /// `wake`, to be called on any thread, wakes the worker's from its sleep; `nil` for a program without Dispatch.
  init?(wake: @escaping () -> Void) {
    guard let queue = MainQueue() else { return nil }
    self.queue = queue
    self.wake = wake
  }

  /// Whether the queue has work; to be asked after the worker has announced its sleep.
  var isDue: Bool {
    if case .watching = stage { return isCalled.load(ordering: .sequentiallyConsistent) }
    return queue.hasWork
  }

  /// How long the next sleep may last, in nanoseconds; `nil` for any time.
  var sleepNs: Int? { if case .looking = stage { Self.firstSleepNs } else { nil } }

  /// The worker has slept.
  func slept(_ end: Futex.Wake) {
    guard case .looking(let left) = stage else { return }
    stage = .looking(sleepsLeft: left - 1)
    if left == 0 || end == .timedOut { start() }
  }

  /// Does the work that the queue has; ends the process where none of its threads can.
  func serve() {
    guard MainQueue.canBeServed else {
      PoolLog.write("Fatal error: \(PoolError.mainQueueUnavailable)")
      WorkerExit.leave(code: 1)
    }
    isCalled.store(false, ordering: .relaxed)
    queue.drain()
    parker.unpark()
  }

  private func start() {
    let thread = try? PlatformThread.start(
      name: "main-queue", stackSize: Self.stackSize, signalMask: .internalThread
    ) { [self] in watch() }
    stage = thread.map(Stage.watching) ?? .blind
  }

  /// Calls the worker each time that the queue has work, and waits until that is done.
  private func watch() -> Never {
    while true {
      queue.waitForWork()
      isCalled.store(true, ordering: .sequentiallyConsistent)
      wake()
      while isCalled.load(ordering: .acquiring) { _ = parker.park() }
    }
  }
}
