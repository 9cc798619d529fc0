internal import Synchronization

/// A task of a thread pool with a result.
@usableFromInline
final class ThreadTask<Output: Sendable>: TaskResult<Output>, ThreadWork, @unchecked Sendable {
  private let isClaimed = Atomic<Bool>(false)
  /// Whoever has claimed the task owns what follows, until it has ended.
  @exclusivity(unchecked) private var body: (@Sendable () throws -> Output)?
  @exclusivity(unchecked) private var output: Output?
  private let room: QueueRoom?
  private let pool: UInt

  init(
    _ pool: UInt, _ room: QueueRoom?, callbacks: Callbacks<Output>?, _ body: @escaping @Sendable () throws -> Output
  ) {
    self.body = body
    self.room = room
    self.pool = pool
    super.init(callbacks: callbacks)
  }

  @inline(__always)
  private func claim() -> Bool { !isClaimed.exchange(true, ordering: .acquiringAndReleasing) }

  func run() -> Bool {
    guard claim(), let body else { return false }
    do {
      output = try body()
      self.body = nil
      room?.leave()
      if hasCallbacks { end(.success(output!)) } else { endWithBytes() }
    } catch {
      self.body = nil
      room?.leave()
      end(.failure(error))
    }
    return true
  }

  func drop(_ error: PoolError) -> Bool {
    guard claim() else { return false }
    // What the body keeps is let go of when the task has ended: that may run foreign code.
    let dropped = body
    body = nil
    end(.failure(error))
    room?.leave()
    withExtendedLifetime(dropped) {}
    return true
  }

  override func cancel() -> Bool { expecting { drop(.cancelled) } }

  /// The value stays where the task has put it: it has no bytes.
  override func decode(_ bytes: UnsafeRawBufferPointer) throws -> Output { output! }

  override func help(until deadline: Int?) {
    // Not where the wait is limited: what is begun here cannot be given up.
    if deadline == nil, let worker = ThreadPoolWorker.current(of: pool), worker.help(self) { return }
    WaiterSpin.wait(for: self)
  }

  override var refusalToWait: PoolError? {
    if let refusal = super.refusalToWait { return refusal }
    return ThreadPoolWorker.current(of: pool)?.isTooDeep == true ? .waitsTooDeep : nil
  }
}
