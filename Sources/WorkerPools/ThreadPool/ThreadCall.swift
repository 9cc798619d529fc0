internal import Synchronization
internal import WorkerPoolsPosix

/// A task that its submitter waits for and that nobody else knows: what it returns lies in the submitter's frame.
///
/// So a blocking call makes one small object, whatever the type of its value.
final class ThreadCall: ThreadWork, @unchecked Sendable {  // written by the submitter, and then by whoever runs it
  private enum State {
    static let pending: UInt8 = 0
    /// Pending, and the submitter sleeps or is about to.
    static let awaited: UInt8 = 1
    static let ended: UInt8 = 2
  }

  private let state = Atomic<UInt8>(State.pending)
  /// The submitter, where it sleeps.
  @exclusivity(unchecked) private var waiter: Parker?
  /// Valid until the task has ended.
  private let frame: UnsafeMutableRawPointer
  private let perform: (UnsafeMutableRawPointer) -> Void
  private let room: QueueRoom?
  /// Why the task did not run; `nil` where it did.
  @exclusivity(unchecked) private(set) var refusal: (any Error)?
  /// When it was handed over, by `MonotonicTime`; 0 where that is not to be known.
  @exclusivity(unchecked) var submittedNs = 0
  /// Whether the thread that runs it was seen on the submitter's own core.
  ///
  /// The submitter's own.
  @exclusivity(unchecked) var isOnItsCore = false

  init(_ frame: UnsafeMutableRawPointer, _ room: QueueRoom?, _ perform: @escaping (UnsafeMutableRawPointer) -> Void) {
    self.frame = frame
    self.room = room
    self.perform = perform
  }

  func run() -> Bool {
    perform(frame)
    room?.leave()
    end()
    return true
  }

  func drop(_ error: PoolError) -> Bool {
    room?.leave()
    refusal = error
    end()
    return true
  }

  private func end() {
    if state.exchange(State.ended, ordering: .acquiringAndReleasing) == State.awaited { waiter?.unpark() }
  }

  private var hasEnded: Bool { state.load(ordering: .acquiring) == State.ended }

  /// Blocks until the task has ended; `hasWoken` where a thread had to be woken for it.
  ///
  /// Then the core is left to that one: it may have to run on the same. Two threads that are awake on one core stay there for
  /// tens of milliseconds; where that was seen the submitter sleeps at once, so that the system may place it anew.
  func wait(hasWoken: Bool) {
    if hasWoken { WaiterSpin.yield { hasEnded } } else if !isOnItsCore { WaiterSpin.wait { hasEnded } }
    if hasEnded { return }
    let parker = Parker.current
    waiter = parker
    let found = state.compareExchange(
      expected: State.pending, desired: State.awaited, ordering: .acquiringAndReleasing
    ).original
    if found == State.ended { return }
    while !hasEnded { _ = parker.park() }
  }
}

/// A closure and what it returned or threw, in the frame of a call.
@usableFromInline
struct CallFrame<Output> {
  @usableFromInline var body: () throws -> Output
  @usableFromInline var outcome: Result<Output, any Error>?

  @inlinable
  init(_ body: @escaping () throws -> Output) { self.body = body }

  @inlinable
  mutating func run() { outcome = Result(catching: body) }
}
