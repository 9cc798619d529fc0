internal import Synchronization
internal import WorkerPoolsPosix

/// One thread's place in a pool: the tasks that it has taken and not begun, from which others may steal.
final class ThreadPoolWorker: @unchecked Sendable {  // the block is behind the lock; what else changes says whose it is
  /// So many times a thread lets others run, some 0.2 us each, while tasks gather.
  private static let gatheringYields = 2
  /// So long a sentry sleeps.
  private static let sentryNs = 250_000

  private static let currents = ThreadLocal<ThreadPoolWorker>()

  private let before = CacheLinePadding()
  private let lock = TaskLock()
  private let waiting = Atomic<Int>(0)
  @exclusivity(unchecked) private var block = TaskBlock.make()
  private let finished = Atomic<Int>(0)
  private let busyNs = Atomic<Int>(0)
  private let between = CacheLinePadding()

  let slot: Int
  let parker = Parker()
  /// Whether the policy counts it among those that search.
  ///
  /// Written by its own thread: under the pool's lock, but for a thread that comes back from a sleep and is counted already.
  @exclusivity(unchecked) var isSearching = false
  /// Whether there is a thread in this place.
  ///
  /// Under the pool's lock.
  @exclusivity(unchecked) var isLive = false
  /// Whether it watches the slot for calls; under the pool's lock, and read by its own thread.
  @exclusivity(unchecked) var isWatching = false
  /// How many times it has watched, and for how many calls one stands that was handed over then.
  ///
  /// Under the pool's lock, and read by its own thread.
  @exclusivity(unchecked) var watchCount = 0
  @exclusivity(unchecked) var watchWeight = 1
  /// How many tasks run one inside the other.
  ///
  /// The thread's own.
  @exclusivity(unchecked) var nested = 0
  /// The thread's own, while it works.
  @exclusivity(unchecked) private(set) var stack: Stack?
  /// Where to steal to.
  ///
  /// The thread's own.
  @exclusivity(unchecked) private var scratch = TaskBlock.make()
  @exclusivity(unchecked) private var spin = AdaptiveSpin()
  /// The pool's identity, while the thread works.
  ///
  /// The thread's own.
  @exclusivity(unchecked) private var core: UInt = 0

  /// The thread counts on from what the former one in its place has done.
  init(slot: Int, after former: ThreadPoolWorker?) {
    self.slot = slot
    finished.store(former?.finishedCount ?? 0, ordering: .relaxed)
    busyNs.store(former?.busyTimeNs ?? 0, ordering: .relaxed)
  }

  deinit {
    block.free()
    scratch.free()
  }

  /// The place of the calling thread, where it belongs to the pool of that core.
  static func current(of core: UInt) -> ThreadPoolWorker? {
    guard let worker = currents.value, worker.core == core else { return nil }
    return worker
  }

  /// How many tasks lie here that others may steal.
  @inline(__always)
  var waitingCount: Int { waiting.load(ordering: .relaxed) }

  var finishedCount: Int { finished.load(ordering: .relaxed) }
  var busyTimeNs: Int { busyNs.load(ordering: .relaxed) }

  // MARK: The block

  /// Has this block from now on, and gives the old one away, with what is in it.
  func exchange(_ other: TaskBlock) -> TaskBlock {
    lock.lock()
    defer { lock.unlock() }
    let old = block
    block = other
    waiting.store(other.count, ordering: .relaxed)
    return old
  }

  @inline(__always)
  private func takeFirst() -> QueuedWork? {
    if waitingCount == 0 { return nil }
    lock.lock()
    defer { lock.unlock() }
    guard block.count > 0 else { return nil }
    waiting.store(block.count - 1, ordering: .relaxed)
    return block.takeFirst()
  }

  /// Moves half of what lies here to that empty block; `false` where there was nothing.
  private func giveHalf(to thief: TaskBlock) -> Bool {
    lock.lock()
    defer { lock.unlock() }
    guard block.count > 0 else { return false }
    block.moveHalf(to: thief)
    waiting.store(block.count, ordering: .relaxed)
    return true
  }

  // MARK: The thread

  /// Works until the thread is to leave.
  func run(_ core: ThreadPoolCore) {
    self.core = core.identity
    stack = Stack()
    Self.currents.value = self
    defer {
      Self.currents.value = nil
      self.core = 0
    }
    var isThin = false
    while true {
      while core.orders & ThreadPoolCore.Order.leave == 0, let work = takeFirst() { execute(work, core) }
      if isThin { letTasksGather() }
      switch core.take(self) {
      case .work(let isFew): isThin = isFew
      case .call(let call):
        isThin = false
        execute(call, core)
      case .leave: return
      case .search(let maySpin):
        isThin = false
        if search(core, maySpin: maySpin) == false { return }
      }
    }
  }

  /// Keeps away from the queue for a moment, so that the next look finds a block and not a task or two.
  ///
  /// A thread that keeps up with submitters would otherwise take the queue's cache lines from them at each task.
  private func letTasksGather() {
    for _ in 0..<Self.gatheringYields { PlatformThread.yield() }
  }

  /// Looks for work elsewhere, and sleeps where there is none; `false` where the thread is to leave.
  private func search(_ core: ThreadPoolCore, maySpin: Bool) -> Bool {
    var isTick = false
    while true {
      let peers = core.workers
      if steal(core, peers) { return true }
      if maySpin, !isTick, spin.until({ core.orders != 0 || core.seesWork(self, peers) }), core.orders == 0 {
        return true
      }
      switch core.rest(self, isTick: isTick) {
      case .again: return true
      case .leave: return false
      case .sleep(let isSentry):
        isTick = sleep(core, isSentry: isSentry)
        if !isTick { return true }
        if core.seesWork(self, peers) { return true }
      }
    }
  }

  /// Sleeps until it is woken, or as sentry for a while; whether that while has passed.
  private func sleep(_ core: ThreadPoolCore, isSentry: Bool) -> Bool {
    var isWoken = false
    spin.sleepUntilTask {
      isWoken = parker.park(until: isSentry ? MonotonicTime.now() + Self.sentryNs : nil)
    }
    if isWoken || !core.cameBack(self) {
      if !isWoken { _ = parker.park() }
      isSearching = true
      return false
    }
    isSearching = true
    return true
  }

  private func steal(_ core: ThreadPoolCore, _ peers: [ThreadPoolWorker]) -> Bool {
    guard let victim = peers.first(where: { $0 !== self && $0.waitingCount > 0 }) else { return false }
    core.foundElsewhere(self) {
      if victim.giveHalf(to: scratch) { scratch = exchange(scratch) }
    }
    return true
  }

  @inline(__always)
  private func execute(_ work: consuming QueuedWork, _ core: ThreadPoolCore) {
    switch consume work {
    case .closure(let body):
      body()
      countFinished()
    case .task(let task): if task.run() { countFinished() }
    case .timed(let timed): execute(submittedNs: timed.submittedNs, weight: timed.weight, timed.work, core)
    }
  }

  /// Runs what was handed over.
  private func execute(_ call: ThreadCall, _ core: ThreadPoolCore) {
    if call.submittedNs == 0 { return execute(.task(call), core) }
    execute(submittedNs: call.submittedNs, weight: watchWeight, .task(call), core)
  }

  /// Runs a task, and takes its times, for itself and for so many others that are not timed.
  private func execute(submittedNs: Int, weight: Int, _ work: consuming QueuedWork, _ core: ThreadPoolCore) {
    let beganNs = MonotonicTime.now()
    let finished = finishedCount
    execute(work, core)
    // One that somebody has claimed did not run here.
    guard finishedCount != finished else { return }
    let ranNs = MonotonicTime.now() - beganNs
    core.timed(waitedNs: beganNs - submittedNs, ranNs: ranNs)
    // A long one among short ones stands for itself alone.
    let shown = ranNs < ThreadPoolCore.longTaskNs ? weight : 1
    busyNs.store(busyNs.load(ordering: .relaxed) &+ ranNs &* shown, ordering: .relaxed)
  }

  @inline(__always)
  func countFinished() {
    // Its own thread alone writes it.
    finished.store(finished.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
  }
}
