/// A task of a thread pool with a result.
///
/// Nothing here looks at the value: code that does not know its type has to look that up at every step. The code that does
/// know it is the caller's, in `perform`.
@usableFromInline
final class ThreadTask<Output: Sendable>: TaskResult<Output>, ThreadWork, @unchecked Sendable {
  private let claim = Claim()
  private let runner = Runner()
  /// Runs the task and keeps what it returned or threw; whoever has claimed the task owns it.
  @exclusivity(unchecked) private var perform: (@Sendable (PoolTask) -> Void)?
  private let room: QueueRoom?
  private let pool: UInt

  @usableFromInline
  init(_ pool: ThreadPool, _ callbacks: Callbacks<Output>?, _ perform: @escaping @Sendable (PoolTask) -> Void) {
    self.perform = perform
    room = pool.core.room
    self.pool = pool.core.identity
    super.init(callbacks: callbacks)
  }

  func run() -> Bool {
    guard claim.take() else { return false }
    runner.begins()
    performOnce()
    runner.ends()
    room?.leave()
    endAsKept()
    return true
  }

  /// Apart, so that what the closure holds is let go of before the task has ended.
  @inline(never)
  private func performOnce() {
    guard let perform else { return }
    self.perform = nil
    perform(self)
  }

  func drop(_ error: PoolError) -> Bool {
    guard claim.take() else { return false }
    // What the closure holds is let go of when the task has ended: that may run foreign code.
    let dropped = perform
    perform = nil
    room?.leave()
    end(.failure(error))
    withExtendedLifetime(dropped) {}
    return true
  }

  override func cancel() -> Bool { expecting { drop(.cancelled) } }

  override func decode(_ bytes: UnsafeRawBufferPointer) throws -> Output {
    // A word, which lies where one can lie.
    bytes.baseAddress!.assumingMemoryBound(to: Output.self).pointee
  }

  override func help(until deadline: Int?) {
    // Not where the wait is limited: what is begun here cannot be given up.
    if deadline == nil, let worker = ThreadPoolWorker.current(of: pool), worker.help(self) { return }
    WaiterSpin.wait { isReady }
  }

  override var refusalToWait: PoolError? {
    if let refusal = super.refusalToWait { return refusal }
    if runner.isCurrent { return .waitedForItself }
    return ThreadPoolWorker.current(of: pool)?.isTooDeep == true ? .waitsTooDeep : nil
  }
}
