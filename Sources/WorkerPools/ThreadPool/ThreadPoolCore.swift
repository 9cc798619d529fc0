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
    /// It has got a block of tasks; `isThin` where those are short, few, and came while it worked.
    case work(isThin: Bool)
    /// It was handed a call.
    case call(ThreadCall)
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

  /// Tasks that last this long are timed one by one; of shorter ones, one in 64.
  static let longTaskNs = 20_000
  static let sampleWeight = 64

  // Written at every submit; on cache lines of their own.
  private let before = CacheLinePadding()
  let lock = TaskLock()
  /// How many tasks the queue holds, for those who look without the lock.
  let backlogHint = Atomic<Int>(0)
  @exclusivity(unchecked) var queue = TaskBlockList()
  @exclusivity(unchecked) var policy = WakePolicy()
  @exclusivity(unchecked) var refusal: PoolError?
  @exclusivity(unchecked) var submitted = 0
  private let between = CacheLinePadding()

  /// Where the thread that searches is handed a call.
  let calls = CallSlot()
  private let behind = CacheLinePadding()

  // Written now and then.
  let ordersGiven = Atomic<UInt8>(0)
  let typical = Atomic<Int>(WakePolicy.unknownNs)
  @exclusivity(unchecked) var table: [ThreadPoolWorker] = []
  /// How many threads work or are about to.
  @exclusivity(unchecked) var live = 0
  /// How many threads have left and are not out yet: their exit hooks may run.
  @exclusivity(unchecked) var leaving = 0
  /// How many threads are ending tasks that were dropped.
  @exclusivity(unchecked) var dropping = 0
  @exclusivity(unchecked) var target: Int
  @exclusivity(unchecked) var hasEnded = false
  /// Who waits for the pool to be idle.
  @exclusivity(unchecked) var idlers: [ResultWaiter] = []
  let cores = CoreCount.available
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

  /// Runs `body` under the lock.
  @inline(__always)
  func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
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

  /// Under the lock: puts a task behind all others.
  @inline(__always)
  func append(_ work: consuming QueuedWork) {
    queue.append(work)
    backlogHint.store(queue.count, ordering: .relaxed)
  }

  // MARK: Submitting

  /// Appends a task and wakes at most one thread, and returns whether it did; throws where the pool takes none.
  @discardableResult
  func submit(_ work: consuming QueuedWork) throws(PoolError) -> Bool {
    let typicalNs = typicalNs
    let isLong = typicalNs >= Self.longTaskNs
    var work = isLong ? .timed(TimedWork(consume work, weight: 1)) : consume work
    lock.lock()
    submitted &+= 1
    if !isLong, submitted & (Self.sampleWeight - 1) == 0 {
      // To make an object takes longer than others should spin.
      lock.unlock()
      work = .timed(TimedWork(consume work, weight: Self.sampleWeight))
      lock.lock()
    }
    if let refusal {
      lock.unlock()
      throw refusal
    }
    append(consume work)
    if policy.searching > 0 { calls.withdraw() }
    guard let slot = policy.submitted(backlog: queue.count, typicalNs: typicalNs) else {
      lock.unlock()
      return false
    }
    let woken = table[slot]
    lock.unlock()
    woken.parker.unpark()
    return true
  }
}
