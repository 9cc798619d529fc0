internal import Synchronization
internal import WorkerPoolsPosix

/// The queue of a thread pool, and who of its threads sleeps; see README.md beside this file.
final class ThreadPoolCore: @unchecked Sendable {  // all that changes is atomic or behind the lock
  /// Orders to the threads, which look at them before each task.
  enum Order {
    static let shrink: UInt8 = 1
    static let terminate: UInt8 = 2
    static let close: UInt8 = 4
    /// Those at which a thread begins nothing more.
    static let leave = shrink | terminate
  }

  /// What a thread is to do that asked for work.
  enum Turn {
    /// It has got a block of tasks.
    case work
    /// There is none in the queue.
    case search(maySpin: Bool)
    case leave
  }

  /// What a thread is to do that found nothing.
  enum Rest {
    case again
    case sleep(isSentry: Bool)
    case leave
  }

  /// Tasks that last this long are timed one by one; of shorter ones, one in sixteen.
  static let longTaskNs = 20_000
  private static let stampMask = 15

  // Written at every submit; on cache lines of their own.
  private let before = CacheLinePadding()
  private let lock = TaskLock()
  /// How many tasks the queue holds, for those who look without the lock.
  private let backlogHint = Atomic<Int>(0)
  @exclusivity(unchecked) private var queue = TaskBlockList()
  @exclusivity(unchecked) private var policy = WakePolicy()
  @exclusivity(unchecked) private var refusal: PoolError?
  @exclusivity(unchecked) private var submitted = 0
  private let between = CacheLinePadding()

  // Written now and then.
  private let ordersGiven = Atomic<UInt8>(0)
  private let typical = Atomic<Int>(WakePolicy.unknownNs)
  @exclusivity(unchecked) private var table: [ThreadPoolWorker] = []
  @exclusivity(unchecked) private var live = 0
  @exclusivity(unchecked) private var target: Int
  @exclusivity(unchecked) private var hasEnded = false
  /// How many threads are ending tasks that were dropped.
  private let terminating = ConditionLock(0)
  private let cores = CoreCount.available
  let room: QueueRoom?
  let times = Locked(ThreadTimes())

  init(threads: Int, room: QueueRoom?) {
    target = threads
    self.room = room
  }

  deinit { queue.freeSpares() }

  /// The number that tasks know the pool by: a task does not keep its pool alive, and to count the references of an object
  /// that all threads share would cost more than the task.
  var identity: UInt { UInt(bitPattern: ObjectIdentifier(self)) }

  @inline(__always)
  private func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body()
  }

  func isLive(_ worker: ThreadPoolWorker) -> Bool { locked { worker.isLive } }

  /// The orders that hold now.
  @inline(__always)
  var orders: UInt8 { ordersGiven.load(ordering: .acquiring) }

  /// How long a task lasted that was timed a short while ago.
  var typicalNs: Int { typical.load(ordering: .relaxed) }

  /// Whether the pool was closed or terminated.
  var isClosed: Bool { locked { refusal != nil } }

  /// How many threads the pool is to have.
  var targetCount: Int { locked { target } }

  var wakeUps: Int { locked { policy.wakeUps } }

  var workers: [ThreadPoolWorker] { locked { table } }

  /// Throws where the pool takes no tasks.
  func checkOpen() throws(PoolError) {
    if let refusal = locked({ refusal }) { throw refusal }
  }

  // MARK: Submitting

  /// Appends a task and wakes at most one thread, and returns whether it did; throws where the pool takes none.
  @discardableResult
  func submit(_ work: consuming QueuedWork) throws(PoolError) -> Bool {
    let typicalNs = typicalNs
    var stampNs = typicalNs < Self.longTaskNs ? 0 : MonotonicTime.now()
    lock.lock()
    if let refusal {
      lock.unlock()
      throw refusal
    }
    submitted &+= 1
    if stampNs == 0, submitted & Self.stampMask == 0 { stampNs = MonotonicTime.now() }
    queue.append(QueueEntry(work: work, submittedNs: stampNs))
    backlogHint.store(queue.count, ordering: .relaxed)
    guard let slot = policy.submitted(backlog: queue.count, typicalNs: typicalNs) else {
      lock.unlock()
      return false
    }
    let woken = table[slot]
    lock.unlock()
    woken.parker.unpark()
    return true
  }

  // MARK: For the threads

  /// The first block of the queue for a thread whose own is empty.
  func take(_ worker: ThreadPoolWorker) -> Turn {
    lock.lock()
    if refusal?.code == .terminated || live > target {
      let woken = leave(worker)
      lock.unlock()
      woken?.parker.unpark()
      return .leave
    }
    // An order to shrink may have been meant for it and obeyed by another one.
    if worker.waitingCount > 0 {
      lock.unlock()
      return .work
    }
    guard let block = queue.takeFirst() else {
      if !worker.isSearching { policy.searches() }
      worker.isSearching = true
      let maySpin = policy.searching == 1 && live - policy.sleeperCount < max(cores, 2)
      lock.unlock()
      return .search(maySpin: maySpin)
    }
    backlogHint.store(queue.count, ordering: .relaxed)
    queue.keep(worker.exchange(block))
    let woken = found(worker)
    lock.unlock()
    woken?.parker.unpark()
    return .work
  }

  /// A thread has found work at another one's place.
  func foundElsewhere(_ worker: ThreadPoolWorker) {
    let woken = locked { found(worker) }
    woken?.parker.unpark()
  }

  /// Whom to wake when a thread has found work; under the lock.
  ///
  /// Whatever is left anywhere may have counted on that thread.
  private func found(_ worker: ThreadPoolWorker) -> ThreadPoolWorker? {
    guard worker.isSearching else { return nil }
    worker.isSearching = false
    let left = policy.sleeperCount == 0 ? 0 : table.reduce(queue.count - 1) { $0 + $1.waitingCount }
    return policy.found(left: max(left, 0), typicalNs: typicalNs).map { table[$0] }
  }

  /// Whether a thread that looks without the lock sees something to do.
  func seesWork(_ worker: ThreadPoolWorker, _ peers: [ThreadPoolWorker]) -> Bool {
    backlogHint.load(ordering: .relaxed) > 0 || peers.contains { $0 !== worker && $0.waitingCount > 0 }
  }

  /// What a thread does that has found nothing; `isTick` where it came back from a sleep as sentry.
  func rest(_ worker: ThreadPoolWorker, isTick: Bool) -> Rest {
    lock.lock()
    defer { lock.unlock() }
    if queue.count > 0 || table.contains(where: { $0 !== worker && $0.waitingCount > 0 }) { return .again }
    if live > target { return .again }
    if refusal != nil {
      _ = leave(worker)
      return .leave
    }
    if isTick, policy.isStuck(progress: table.reduce(0) { $0 + $1.finishedCount }) {
      typical.store(WakePolicy.unknownNs, ordering: .relaxed)
    }
    let othersAwake = live - policy.sleeperCount - 1
    worker.isSearching = false
    return .sleep(isSentry: policy.sleeps(worker.slot, othersAwake: othersAwake, typicalNs: typicalNs))
  }

  /// The time of a sentry has passed; `false` where it was woken at the same moment.
  func cameBack(_ worker: ThreadPoolWorker) -> Bool { locked { policy.cameBack(worker.slot) } }

  /// A task was timed.
  func timed(submittedNs: Int, beganNs: Int, endedNs: Int) -> Int {
    let ranNs = endedNs - beganNs
    let isSample = typicalNs < Self.longTaskNs
    typical.store(min(max(ranNs, 20), WakePolicy.unknownNs), ordering: .relaxed)
    times.withLock { $0.record(waitedNs: beganNs - submittedNs, ranNs: ranNs) }
    return isSample ? ranNs * (Self.stampMask + 1) : ranNs
  }

  // MARK: The threads' life

  /// Reserves the places of threads that are about to start, so that there are as many as wanted.
  func reserve() -> [ThreadPoolWorker] {
    locked {
      var reserved: [ThreadPoolWorker] = []
      if refusal != nil { return reserved }
      while live + reserved.count < target {
        let slot = table.firstIndex { !$0.isLive } ?? table.count
        // Not the former thread's object: that thread may still be on its way out.
        let worker = ThreadPoolWorker(slot: slot, after: slot < table.count ? table[slot] : nil)
        if slot < table.count { table[slot] = worker } else { table.append(worker) }
        worker.isLive = true
        reserved.append(worker)
      }
      live += reserved.count
      return reserved
    }
  }

  /// A thread that was reserved will not work.
  func withdraw(_ worker: ThreadPoolWorker) {
    locked {
      worker.isLive = false
      live -= 1
      if live <= target { revoke(Order.shrink) }
    }
  }

  /// Has the pool consist of so many threads; throws where it is closed.
  ///
  /// Returns how many there were to be before.
  func setTarget(_ threads: Int) throws(PoolError) -> Int {
    lock.lock()
    if let refusal {
      lock.unlock()
      throw refusal
    }
    let before = target
    target = threads
    let surplus = live - target
    if surplus > 0 { order(Order.shrink) } else { revoke(Order.shrink) }
    let woken = (0..<max(surplus, 0)).compactMap { _ in policy.wakeOne().map { table[$0] } }
    lock.unlock()
    for worker in woken { worker.parker.unpark() }
    return before
  }

  private func order(_ order: UInt8) { ordersGiven.bitwiseOr(order, ordering: .releasing) }
  private func revoke(_ order: UInt8) { ordersGiven.bitwiseAnd(~order, ordering: .releasing) }

  /// Under the lock: a thread leaves, and what it had not begun goes back; returns whom to wake for that.
  private func leave(_ worker: ThreadPoolWorker) -> ThreadPoolWorker? {
    if worker.isSearching { policy.leaves() }
    worker.isSearching = false
    worker.isLive = false
    live -= 1
    if live <= target { revoke(Order.shrink) }
    queue.putFirst(worker.exchange(queue.takeSpare()))
    backlogHint.store(queue.count, ordering: .relaxed)
    if refusal?.code == .terminated || queue.count == 0 { return nil }
    return policy.submitted(backlog: queue.count, typicalNs: WakePolicy.unknownNs).map { table[$0] }
  }

  /// Called by each thread that has left; whether it was the last one of a pool that ends.
  ///
  /// The last one goes on only when every dropped task has ended, since callbacks need the pool until then.
  func isLastToLeave() -> Bool {
    if orders & Order.terminate != 0 { dropQueued() }
    let isLast = locked {
      guard live == 0, refusal != nil, !hasEnded else { return false }
      hasEnded = true
      return true
    }
    if isLast { terminating.waiting(while: { $0 > 0 }) }
    return isLast
  }

  // MARK: The end

  /// Takes no more tasks.
  func close() {
    stop(.closed, Order.close)
  }

  /// Takes no more tasks and ends those that have not begun.
  func terminate() {
    // Counted from before the order can be seen, so that no thread takes itself for the last one meanwhile.
    terminating.withLock { $0 += 1 }
    stop(.terminated, Order.terminate)
    dropQueued()
    terminating.withLock { $0 -= 1 }
    terminating.broadcast()
  }

  private func stop(_ error: PoolError, _ given: UInt8) {
    lock.lock()
    if refusal == nil || given == Order.terminate { refusal = error }
    order(given)
    var woken: [ThreadPoolWorker] = []
    while let slot = policy.wakeOne() { woken.append(table[slot]) }
    lock.unlock()
    for worker in woken { worker.parker.unpark() }
    room?.refuse(error)
  }

  /// Ends what no thread has begun, whether it waits in the queue or was taken already.
  private func dropQueued() {
    terminating.withLock { $0 += 1 }
    defer {
      terminating.withLock { $0 -= 1 }
      terminating.broadcast()
    }
    let blocks = locked {
      var blocks = table.map { $0.exchange(queue.takeSpare()) }
      while let block = queue.takeFirst() { blocks.append(block) }
      backlogHint.store(0, ordering: .relaxed)
      return blocks
    }
    for block in blocks {
      while block.count > 0 { _ = block.takeFirst().work.drop(.terminated) }
      block.free()
    }
  }
}

/// Keeps what lies before it and behind it on different cache lines; processors fetch them in pairs.
struct CacheLinePadding {
  private let words: (Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int, Int) =
    (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
}
