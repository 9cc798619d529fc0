internal import Synchronization
internal import WorkerPoolsPosix

/// Where a thread that has nothing to do is handed a call, past the queue.
///
/// Its one word is all that the thread watches and, beside the call, all that passes from core to core. It is opened by a
/// thread that finds the queue empty, and closed by the next one who appends to the queue: what is handed over came before
/// everything in the queue. All but `offer` happens under the pool's lock.
struct CallSlot: ~Copyable {
  private enum State {
    static let closed: UInt = 0
    static let open: UInt = 1
    /// Open for a call whose submitter notes the time.
    static let timed: UInt = 2
  }

  /// A state, or a call, which is kept by it.
  private let word = Atomic<UInt>(State.closed)
  /// The core on which the thread was that watches; negative where it has not said.
  private let core = Atomic<Int32>(-1)

  /// Whether a call has come; for any thread.
  var hasCall: Bool { word.load(ordering: .acquiring) > State.timed }

  /// Whether there is nothing to watch any more: a call has come, or the slot was closed; for any thread.
  @inline(__always)
  var isOver: Bool { !Self.isOpen(word.load(ordering: .relaxed)) }

  private static func isOpen(_ found: UInt) -> Bool { found == State.open || found == State.timed }

  /// Takes one call from now on.
  func open(isTimed: Bool, core: Int32?) {
    self.core.store(core ?? -1, ordering: .relaxed)
    word.store(isTimed ? State.timed : State.open, ordering: .releasing)
  }

  /// Hands a call over, where the slot is open; whether it did.
  func offer(_ call: ThreadCall) -> Bool {
    let found = word.load(ordering: .relaxed)
    guard Self.isOpen(found) else { return false }
    if found == State.timed { call.submittedNs = MonotonicTime.now() }
    let core = core.load(ordering: .relaxed)
    let kept = Unmanaged.passRetained(call)
    let isTaken = word.compareExchange(
      expected: found, desired: UInt(bitPattern: kept.toOpaque()), ordering: .acquiringAndReleasing
    ).exchanged
    if !isTaken { kept.release() }
    call.isOnItsCore = isTaken && core == Processor.current
    return isTaken
  }

  /// Takes no call any more; one that has come stays.
  @inline(__always)
  func withdraw() {
    let found = word.load(ordering: .relaxed)
    guard Self.isOpen(found) else { return }
    _ = word.compareExchange(expected: found, desired: State.closed, ordering: .relaxed)
  }

  /// Takes no call any more, and gives the one that has come.
  func close() -> ThreadCall? {
    let found = word.exchange(State.closed, ordering: .acquiring)
    if found == State.closed || Self.isOpen(found) { return nil }
    return Unmanaged<ThreadCall>.fromOpaque(UnsafeRawPointer(bitPattern: found)!).takeRetainedValue()
  }
}
