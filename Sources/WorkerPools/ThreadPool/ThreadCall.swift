/// A task that its submitter waits for and that nobody else knows: what it returns lies in the submitter's frame.
///
/// So a blocking call makes one small object, whatever the type of its value.
final class ThreadCall: PoolTask, ThreadWork, @unchecked Sendable {
  /// Valid until the task has ended.
  private let frame: UnsafeMutableRawPointer
  private let perform: (UnsafeMutableRawPointer) -> Void
  private let room: QueueRoom?
  /// Whether the thread that waits may keep its core before it sleeps.
  ///
  /// That thread's own.
  @exclusivity(unchecked) var isSpinWorthwhile = true

  init(_ frame: UnsafeMutableRawPointer, _ room: QueueRoom?, _ perform: @escaping (UnsafeMutableRawPointer) -> Void) {
    self.frame = frame
    self.room = room
    self.perform = perform
    super.init()
  }

  func run() -> Bool {
    perform(frame)
    room?.leave()
    endWithBytes()
    return true
  }

  func drop(_ error: PoolError) -> Bool {
    room?.leave()
    end(with: error)
    return true
  }

  /// Why the task did not run; `nil` where it did.
  var refusal: (any Error)? {
    currentStage == Stage.endedWithFailure ? unsafeDowncast(endObject!, to: FailureBox.self).error : nil
  }

  override func help(until deadline: Int?) {
    if isSpinWorthwhile { WaiterSpin.wait(for: self) } else { WaiterSpin.yield(to: self) }
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
