internal import Atomics
internal import DequeModule
internal import WorkerPoolsPosix

/// What the threads that use a process pool share: its policy, its workers, and the lock before both.
///
/// A submitter sends its task to a worker itself, and a thread that waits for a result reads the worker's replies itself;
/// what is about processes is the dispatcher's alone. Whatever takes time or calls foreign code happens outside the lock,
/// as the `Aftermath` of what was done under it.
final class PoolCore: @unchecked Sendable {  // what changes is behind the lock
  typealias State = PoolState<QueuedTask>

  let configuration: ProcessPool.Configuration
  let delivery: Delivery
  /// Who is told of events; `nil` for nobody.
  let events: PoolEvents?
  let bell: PoolBell
  let ended = AsyncResult<Void>()
  private let mutex = PlainLock()
  let cores = CoreCount.available
  let taskTimeoutNs: Int?
  let idleTimeoutNs: Int?

  /// The function that was looked up last.
  private let lastFunction = ManagedAtomic<Unmanaged<FunctionIdentity>?>(nil)

  // Behind the lock.
  private let policy: UnsafeMutablePointer<State>
  @exclusivity(unchecked) var workers: WorkerTable
  @exclusivity(unchecked) var statistics: PoolStatistics
  /// Until when the dispatcher sleeps, if nobody rings.
  @exclusivity(unchecked) var dispatcherDeadlineNs = Int.max
  /// When the dispatcher looks at busy workers again; `.max` while none is known to be busy.
  @exclusivity(unchecked) var watchDeadlineNs = Int.max
  /// What new tasks are refused with.
  @exclusivity(unchecked) private(set) var refusal: PoolError?
  private var functions: [ObjectIdentifier: FunctionIdentity] = [:]
  /// How often tasks were announced to a worker, one or several at a time.
  @exclusivity(unchecked) var announcementCount = 0
  /// Tasks that were accepted and have not ended.
  @exclusivity(unchecked) var unfinishedCount = 0
  @exclusivity(unchecked) var waitingSubmitters: Deque<ResultWaiter> = []
  /// Who waits for all workers to be ready.
  @exclusivity(unchecked) var readyWaiters: [ResultWaiter] = []
  /// Who waits for the last task to end.
  @exclusivity(unchecked) var idlers: [ResultWaiter] = []
  /// What is different for single tasks, as long as they have not ended.
  @exclusivity(unchecked) var options: [ObjectIdentifier: TaskOptions] = [:]
  /// The last process in each slot, where events are told.
  var lastPids: [Int: Int32] = [:]
  /// Whether the dispatcher will look for replies in a moment without being told.
  @exclusivity(unchecked) var dispatcherLooks = false

  init(_ configuration: ProcessPool.Configuration) throws(PosixError) {
    self.configuration = configuration
    delivery = Delivery(poolName: configuration.name, errorHandler: configuration.callbackErrorHandler)
    events = PoolEvents(configuration)
    bell = try PoolBell()
    taskTimeoutNs = configuration.taskTimeout?.nanoseconds
    idleTimeoutNs = configuration.minimumWorkers == nil ? nil : configuration.idleTimeout.nanoseconds
    policy = .allocate(capacity: 1)
    policy.initialize(to: State(workers: configuration.workers, rules: configuration.rules(for: State.self)))
    workers = WorkerTable(slots: configuration.workers)
    statistics = PoolStatistics(workers: configuration.workers)
  }

  deinit {
    policy.deinitialize(count: 1)
    policy.deallocate()
  }

  /// Who does what; in memory of its own, where the runtime does not check each access, since the lock is what matters.
  var state: State {
    unsafeAddress { UnsafePointer(policy) }
    unsafeMutableAddress { policy }
  }

  /// Runs `body` under the lock and then what follows from it, also if it throws.
  ///
  /// A call that is refused may have read replies and put workers to work on its way.
  func locked<Result, Failure: Error>(
    _ body: (inout Aftermath) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var aftermath = Aftermath()
    mutex.lock()
    let result: Result
    do throws(Failure) {
      result = try body(&aftermath)
    } catch {
      leave(&aftermath)
      throw error
    }
    leave(&aftermath)
    return result
  }

  @inline(__always)
  private func leave(_ aftermath: inout Aftermath) {
    if state.hasActions { aftermath.mustRing = true }
    mutex.unlock()
    aftermath.happen(self)
  }

  // MARK: Functions

  /// The function under its number; registers it, and checks that workers can find it, the first time.
  func register<Function: WorkerFunction>(_ type: Function.Type) throws -> RegisteredFunction<Function> {
    if let known = known(ObjectIdentifier(type)) { return unsafeDowncast(known, to: RegisteredFunction<Function>.self) }
    let name = try FunctionName.of(type)
    let function = register(ObjectIdentifier(type)) {
      RegisteredFunction<Function>(number: $0, name: name, type: ObjectIdentifier(type), core: self)
    }
    return unsafeDowncast(function, to: RegisteredFunction<Function>.self)
  }

  /// A task for the function of that type, where this is the one that was used last.
  func makeTask(_ type: ObjectIdentifier) -> PoolTask? {
    lastFunction.load(ordering: .acquiring)?._withUnsafeGuaranteedRef { $0.type == type ? $0.makeTask() : nil }
  }

  private func known(_ type: ObjectIdentifier) -> FunctionIdentity? {
    // Functions stay registered, so that one that was seen here is still there.
    if let last = lastFunction.load(ordering: .acquiring), last._withUnsafeGuaranteedRef({ $0.type }) == type {
      return last.takeUnretainedValue()
    }
    mutex.lock()
    let known = functions[type]
    mutex.unlock()
    if let known { lastFunction.store(Unmanaged.passUnretained(known), ordering: .releasing) }
    return known
  }

  private func register(_ type: ObjectIdentifier, _ make: (UInt32) -> FunctionIdentity) -> FunctionIdentity {
    locked { _ in
      if let known = functions[type] { return known }
      let function = make(UInt32(functions.count))
      functions[type] = function
      return function
    }
  }

  /// Nobody can submit any more; tasks and results keep the functions that they need.
  func forgetFunctions() {
    lastFunction.store(nil, ordering: .releasing)
    let functions = locked { _ in
      defer { self.functions = [:] }
      return self.functions
    }
    withExtendedLifetime(functions) {}
  }

  // MARK: Submitting

  /// Hands a task over, after a wait for room in the queue where that is configured.
  ///
  /// Throws where the pool takes no tasks, or where the queue is full.
  @discardableResult
  func submit(_ task: PoolTask, slot: Int? = nil, until deadline: Int? = nil) throws -> Bool {
    while try trySubmit(task, slot: slot, whenFull: { .thread(.current) }) == .full {
      let parker = Parker.current
      let isInTime = parker.park(until: deadline)
      // Something else may have woken it: left there, it would be told in another's place.
      locked { _ in _ = waitingSubmitters.forget(.thread(parker)) }
      // It may have been told at that very moment, in the place of others.
      if !isInTime { return try submitIfRoom(task) }
    }
    return true
  }

  /// Has the submitter that waits longest try again.
  func wakeSubmitter(_ aftermath: inout Aftermath) {
    if let waiter = waitingSubmitters.popFirst() { aftermath.tell { waiter.wake() } }
  }

  /// As `submit`, where the queue has room; else returns `false`.
  func submitIfRoom(_ task: PoolTask) throws -> Bool {
    // Nobody waits for the waiter to be told.
    try trySubmit(task, whenFull: { nil }) == .accepted
  }

  /// As `submit`, without blocking a thread; what was not `told` of room is not submitted.
  func submit(awaitingRoom task: PoolTask, until deadline: Int? = nil) async throws -> Suspension.Wake {
    let suspension = Suspension()
    while try trySubmit(task, mayGather: false, whenFull: { .task(suspension) }) == .full {
      let wake = await suspension.suspend(until: deadline)
      if wake == .told { continue }
      giveUpRoom(suspension)
      return wake
    }
    return .told
  }

  /// A submitter wants no room any more: where it was told of some at that very moment, the next one is.
  private func giveUpRoom(_ submitter: Suspension) {
    locked { aftermath in
      if !waitingSubmitters.forget(.task(submitter)) { wakeSubmitter(&aftermath) }
    }
  }

  private enum Admission {
    case accepted
    /// The waiter is told when to try again.
    case full
  }

  private func trySubmit(
    _ task: PoolTask, slot: Int? = nil, mayGather: Bool = true, whenFull waiter: () -> ResultWaiter?
  ) throws(PoolError) -> Admission {
    try locked { (aftermath) throws(PoolError) -> Admission in
      if let refusal { throw refusal }
      // It was withdrawn before it came, and is not counted; the room that it was told of is another's.
      if task.record.contains(.hasEnded) {
        wakeSubmitter(&aftermath)
        return .accepted
      }
      if let limit = configuration.queueLimit, slot == nil, !hasRoom(limit, &aftermath) {
        guard let waiter = waiter() else { return .full }
        if configuration.whenQueueIsFull == .fail { throw PoolError.queueFull(limit) }
        waitingSubmitters.append(waiter)
        return .full
      }
      admit(task, slot: slot, mayGather: mayGather, &aftermath)
      return .accepted
    }
  }

  @inline(__always)
  private func admit(_ task: PoolTask, slot: Int?, mayGather: Bool, _ aftermath: inout Aftermath) {
    unfinishedCount += 1
    task.record.insert(.isAccepted)
    task.submittedNs = statistics.stampForSubmission()
    accept(task, slot: slot, mayGather: mayGather && slot == nil && !isTight, &aftermath)
  }

  /// Whether tasks that belong together are submitted together, or refused together.
  var refusesWhenFull: Bool { configuration.queueLimit != nil && configuration.whenQueueIsFull == .fail }

  /// Submits all of the tasks; throws, and submits none, where the pool takes no tasks or the queue has no room for all.
  func submit(all tasks: [PoolTask]) throws(PoolError) {
    try locked { (aftermath) throws(PoolError) in
      if let refusal { throw refusal }
      if tasks.isEmpty { return }
      if let limit = configuration.queueLimit, !hasRoom(limit, for: tasks.count, &aftermath) {
        throw PoolError.queueFull(limit)
      }
      for task in tasks { admit(task, slot: nil, mayGather: true, &aftermath) }
    }
  }

  /// Whether the queue is so short that a batch of gathered tasks would not fit into it.
  private var isTight: Bool { configuration.queueLimit.map { $0 < 2 * Self.gatheredTasks } ?? false }

  /// Whether the queue has room; makes some, where that is possible without a wait.
  private func hasRoom(_ limit: Int, for count: Int = 1, _ aftermath: inout Aftermath) -> Bool {
    if unfinishedCount + count - state.target <= limit { return true }
    if state.waitingCount > 0 { sendGathered(&aftermath) } else { readMostReplies(atLeast: 1, &aftermath) }
    return unfinishedCount + count - state.target <= limit
  }

  // MARK: The end of the pool

  /// Takes no more tasks.
  func close() {
    locked { aftermath in
      refuse(.closed, &aftermath)
      state.close()
      aftermath.mustRing = true
    }
  }

  func terminate() {
    locked { aftermath in
      refuse(.terminated, &aftermath, replacing: true)
      state.terminate()
      for worker in workers.present where worker.consumer == .taken { worker.path.callConsumer() }
      aftermath.mustRing = true
    }
  }

  /// Whether `close` or `terminate` was called.
  var isClosed: Bool { locked { _ in state.phase != .open } }

  /// Refuses tasks from now on, for this reason.
  func refuse(_ error: PoolError, _ aftermath: inout Aftermath, replacing: Bool = false) {
    if refusal == nil || replacing { refusal = error }
    while let waiter = waitingSubmitters.popFirst() { aftermath.tell { waiter.wake() } }
    tellReadyWaiters(&aftermath)
  }

  /// Throws what new tasks are refused with, if they are.
  func checkOpen() throws {
    try locked { _ throws(PoolError) in if let refusal { throw refusal } }
  }

  /// Has so many workers from now on.
  func resize(to count: Int) throws {
    try ProcessPool.Configuration.checkWorkers(count)
    try locked { aftermath in
      if let refusal { throw refusal }
      state.resize(to: count)
      workers.grow(to: state.slots.count)
      statistics.grow(to: state.slots.count)
      tellReadyWaiters(&aftermath)
      while let waiter = waitingSubmitters.popFirst() { aftermath.tell { waiter.wake() } }
    }
  }
}
