import Synchronization
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// Calls that a thread pool's thread is handed past the queue, step by step and without threads.
@Suite("Calls that are handed over")
struct CallSlotTests {
  private let core: ThreadPoolCore
  private let workers: [ThreadPoolWorker]
  private let runs = Counter()

  init() {
    core = ThreadPoolCore(threads: 2, room: nil)
    workers = core.reserve()
    // The second thread sleeps, so that the first one may keep a core.
    _ = core.take(workers[1])
    _ = core.rest(workers[1], isTick: false)
  }

  private var first: ThreadPoolWorker { workers[0] }

  private func call() -> ThreadCall {
    ThreadCall(UnsafeMutableRawPointer(bitPattern: 64)!, nil) { [runs] _ in runs.count.add(1, ordering: .relaxed) }
  }

  /// Has the first thread find the queue empty.
  private func watch() throws {
    guard case .search(maySpin: true) = core.take(first) else { throw Unexpected() }
  }

  private func offer(_ call: ThreadCall) -> Bool { core.calls.offer(call) }

  private func isHanded(_ call: ThreadCall) -> Bool {
    if case .call(let handed) = core.take(first) { handed === call } else { false }
  }

  /// Runs what the first thread has taken of the queue.
  private func runTaken() throws -> Int {
    guard case .work = core.take(first) else { throw Unexpected() }
    let block = first.exchange(.make())
    defer { block.free() }
    let before = runs.count.load(ordering: .relaxed)
    while block.count > 0 { run(block.takeFirst()) }
    return runs.count.load(ordering: .relaxed) - before
  }

  private func run(_ work: QueuedWork) {
    switch work {
    case .closure(let body): body()
    case .task(let task): _ = task.run()
    case .timed(let timed): run(timed.work)
    }
  }

  private struct Unexpected: Error {}

  @Test("go to the thread that watches, one at a time")
  func handed() throws {
    #expect(!offer(call()))
    try watch()
    let call = call()
    #expect(offer(call) && !offer(self.call()))
    #expect(isHanded(call))
    #expect(!offer(self.call()), "the thread is at work")
    try watch()
    #expect(offer(self.call()))
  }

  @Test("do not overtake what was submitted before them")
  func order() throws {
    try watch()
    try core.submit(.task(call()))
    #expect(!offer(call()))
    #expect(try runTaken() == 1)
  }

  @Test("leave what comes after them to others, whom a submit wakes then")
  func wakes() throws {
    try watch()
    let call = call()
    #expect(offer(call) && isHanded(call))
    #expect(try core.submit(.closure {}))
  }

  @Test("leave what came while they were on their way to others, whom their thread wakes")
  func wakesLater() throws {
    try watch()
    let call = call()
    #expect(offer(call))
    #expect(try !core.submit(.closure {}))
    #expect(core.wakeUps == 0)
    #expect(isHanded(call))
    #expect(core.wakeUps == 1)
  }

  @Test("come at the moment in which their thread goes to sleep, steals, or is told that the pool is closed")
  func late() throws {
    try watch()
    #expect(offer(call()))
    guard case .again = core.rest(first, isTick: false) else { throw Unexpected() }
    #expect(try runTaken() == 1)
    try watch()
    #expect(offer(call()))
    core.foundElsewhere(first) {}
    #expect(try runTaken() == 1)
    try watch()
    #expect(offer(call()))
    core.close()
    #expect(!offer(call()))
    #expect(try runTaken() == 1)
    workers[1].isSearching = true  // as one that was woken
    guard case .leave = core.rest(workers[1], isTick: false) else { throw Unexpected() }
    try watch()
    #expect(!offer(call()))
  }

  @Test("are ended by terminate where they have not begun")
  func terminated() throws {
    try watch()
    let call = call()
    #expect(offer(call))
    core.terminate()
    #expect((call.refusal as? PoolError)?.code == .terminated)
    #expect(!offer(self.call()))
    #expect(runs.count.load(ordering: .relaxed) == 0)
  }

  @Test("keep the pool from being idle")
  func idle() throws {
    func isIdle() -> Bool { core.waitUntilIdle(until: MonotonicTime.now()) }
    try watch()
    #expect(isIdle())
    let call = call()
    #expect(offer(call) && !isIdle())
    #expect(isHanded(call) && !isIdle())
    try watch()
    #expect(isIdle())
  }

  @Test("are timed one in so many where they are short, and each where they are long")
  func times() throws {
    for ranNs in [100, ThreadPoolCore.longTaskNs] {
      core.timed(waitedNs: 0, ranNs: ranNs)
      let isLong = ranNs == ThreadPoolCore.longTaskNs
      var weights: [Int] = []
      for _ in 0..<ThreadPoolCore.sampleWeight {
        try watch()
        let call = call()
        #expect(offer(call) && isHanded(call))
        if call.submittedNs != 0 { weights.append(first.watchWeight) }
      }
      let sampled = [ThreadPoolCore.sampleWeight]
      #expect(weights == (isLong ? Array(repeating: 1, count: ThreadPoolCore.sampleWeight) : sampled))
    }
  }

  @Test("tell their submitter now and then that their thread is on the same core")
  func cores() throws {
    var count = 0
    for _ in 0..<1_024 {
      try watch()
      let call = call()
      #expect(offer(call) && isHanded(call))
      if call.isOnItsCore { count += 1 }
    }
    // Not each time, where the system has moved this thread between the two steps.
    #expect((1...4).contains(count))
  }

  @Test("come in turn with what the same thread submits, and are counted", .timeLimit(.minutes(20)))
  func pool() throws {
    let pool = try ThreadPool.make(1)
    let count = Counter()
    var others = 0
    for number in 1...5_000 {
      for _ in 0..<(number % 3) where try pool.apply({ true }) { others += 1 }
      try pool.submit { count.count.add(1, ordering: .relaxed) }
      let seen = try pool.apply { count.count.load(ordering: .relaxed) }
      try #require(seen == number)
    }
    try pool.waitUntilIdle()
    #expect(pool.statistics.threads[0].tasksFinished == others + 10_000)
    #expect(pool.statistics.runTime.count > 0)
    try pool.closeAndJoin()
  }
}
