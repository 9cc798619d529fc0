internal import Synchronization
internal import WorkerPoolsPosix

/// Where the threads of the host leave what the pool's dispatcher is to do.
///
/// Submitting takes a lock for the time of an append; a system call is made only where the dispatcher sleeps.
final class PoolInbox: Sendable {
  /// What the dispatcher has not seen yet.
  struct Orders: Sendable {
    /// New tasks, and the slot where a task is for one worker alone.
    var tasks: [(task: PoolTask, slot: Int?)] = []
    /// The names of functions registered since the last time, in the order of their numbers.
    var names: [String] = []
    var isClosed = false
    var isTerminated = false
  }

  private struct State {
    var orders = Orders()
    /// What new tasks are refused with.
    var refusal: PoolError?
    var isSleeping = false
    var functions: [ObjectIdentifier: any AnyObject & Sendable] = [:]
  }

  private let state = Mutex(State())
  private let wake: EventDescriptor

  init() throws(PosixError) { wake = try EventDescriptor() }

  /// Readable when there is something for a dispatcher that said it would sleep.
  var descriptor: FileDescriptor { wake.descriptor }

  // MARK: The host's side

  /// The function under its number; registers it, and checks that workers can find it, the first time.
  func register<Function: WorkerFunction>(_ type: Function.Type) throws -> RegisteredFunction<Function> {
    let key = ObjectIdentifier(type)
    if let known = state.withLock({ $0.functions[key] }) {
      return unsafeDowncast(known, to: RegisteredFunction<Function>.self)
    }
    let name = try FunctionName.of(type)
    return state.withLock { state in
      if let known = state.functions[key] { return unsafeDowncast(known, to: RegisteredFunction<Function>.self) }
      let function = RegisteredFunction<Function>(number: UInt32(state.functions.count))
      state.functions[key] = function
      state.orders.names.append(name)
      return function
    }
  }

  /// Hands a task over, or throws where the pool takes none.
  func submit(_ task: PoolTask, slot: Int? = nil) throws {
    try order { state throws(PoolError) in
      if let refusal = state.refusal { throw refusal }
      state.orders.tasks.append((task, slot))
    }
  }

  /// Takes no more tasks; `false` where that was so already.
  @discardableResult
  func close() -> Bool {
    order { state in
      defer {
        state.orders.isClosed = true
        state.refusal = state.refusal ?? .closed
      }
      return state.refusal == nil
    }
  }

  func terminate() {
    order { state in
      state.orders.isTerminated = true
      state.refusal = .terminated
    }
  }

  /// Whether `close` or `terminate` was called.
  var isClosed: Bool { state.withLock { $0.orders.isClosed || $0.orders.isTerminated } }

  // MARK: The dispatcher's side

  /// Refuses tasks from now on, for this reason.
  func refuse(_ error: PoolError) {
    state.withLock { $0.refusal = $0.refusal ?? error }
  }

  /// Takes what there is; where that is nothing, returns `nil`, and the next order wakes the dispatcher.
  func takeOrSleep(seen: (closed: Bool, terminated: Bool)) -> Orders? {
    state.withLock { state in
      let orders = state.orders
      let isChanged = orders.isClosed != seen.closed || orders.isTerminated != seen.terminated
      state.isSleeping = orders.tasks.isEmpty && orders.names.isEmpty && !isChanged
      if state.isSleeping { return nil }
      state.orders.tasks = []
      state.orders.names = []
      return orders
    }
  }

  /// The dispatcher is awake again and needs no waking.
  func stayAwake() { state.withLock { $0.isSleeping = false } }

  /// The dispatcher has seen that the descriptor was readable.
  func clear() { wake.clear() }

  private func order<Result, Failure: Error>(
    _ change: (inout State) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let (result, isSleeping) = try state.withLock { state throws(Failure) in
      let result = try change(&state)
      defer { state.isSleeping = false }
      return (result, state.isSleeping)
    }
    if isSleeping { wake.raise() }
    return result
  }
}
