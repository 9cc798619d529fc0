import Synchronization
import Testing
import WorkerPoolsPosix

@testable import WorkerPools

/// Who waits for a place in a bounded queue, without a pool.
@Suite("Room in a bounded queue")
struct QueueRoomTests {
  /// Runs what is given to it when it is told to.
  private final class HeldExecutor: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])

    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      jobs.withLock { $0.append(job) }
    }

    func runAll() {
      while let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
        job.runSynchronously(on: asUnownedTaskExecutor())
      }
    }
  }

  @Test("a thread that got a place before its turn is told of none in another's stead", .timeLimit(.minutes(20)))
  func beforeItsTurn() throws {
    let room = QueueRoom(limit: 1, threads: 0, fails: false)
    try room.enter()
    let executor = HeldExecutor()
    let entered = Counter()
    Task(executorPreference: executor) {
      _ = try await room.entered()
      entered.count.add(1, ordering: .relaxed)
    }
    executor.runAll()
    let parker = Parker.current
    let other = try PlatformThread.start {
      // The caller waits by then, too, and is told of something else.
      while room.waiterCount < 2 { PlatformThread.yield() }
      room.leave()
      parker.unpark()
    }
    try room.enter()
    other.join()
    executor.runAll()
    #expect(entered.count.load(ordering: .relaxed) == 0)
    room.leave()
    executor.runAll()
    #expect(entered.count.load(ordering: .relaxed) == 1)
  }
}
