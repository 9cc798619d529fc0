import Dispatch
import NIOPosix
import Synchronization

/// `NIOThreadPool` of swift-nio.
final class NIOPool: Peer {
  let description = "NIOThreadPool of \(PackageVersions.name("swift-nio"))"
  var threadsSpawned: Int? { width }

  private let width: Int
  private let pool: NIOThreadPool

  init(width: Int) {
    self.width = width
    pool = NIOThreadPool(numberOfThreads: width)
  }

  /// Returns when as many tasks as there are threads have run at the same moment.
  func startUp() {
    pool.start()
    let (arrived, leave) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let left = DispatchGroup()
    for _ in 0..<width {
      left.enter()
      pool.submit { _ in
        arrived.signal()
        leave.wait()
        left.leave()
      }
    }
    for _ in 0..<width { arrived.wait() }
    for _ in 0..<width { leave.signal() }
    left.wait()
  }

  func run(_ task: Int, of batch: Batch) {
    batch.submitted(task)
    let input = batch.input(task)
    let done = DispatchSemaphore(value: 0)
    pool.submit { _ in
      batch.execute(task, input)
      done.signal()
    }
    done.wait()
  }

  func run(_ batch: Batch) {
    // The pool has no wait for many tasks; a counter costs less than a future for each.
    let left = Countdown(batch.count)
    let (uncounted, counter) = (Unmanaged.passUnretained(batch), Unmanaged.passUnretained(left))
    for task in 0..<batch.count {
      batch.submitted(task)
      let input = batch.input(task)
      if input.isEmpty {
        pool.submit { _ in
          uncounted._withUnsafeGuaranteedRef { $0.execute(task, []) }
          counter._withUnsafeGuaranteedRef { $0.count() }
        }
      } else {
        pool.submit { _ in
          batch.execute(task, input)
          left.count()
        }
      }
    }
    left.wait()
  }

  func tearDown() throws { try pool.syncShutdownGracefully() }
}

/// Waits for so many tasks.
private final class Countdown: Sendable {
  private let left: Atomic<Int>
  private let done = DispatchSemaphore(value: 0)

  init(_ tasks: Int) { left = Atomic(tasks) }

  func count() {
    if left.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 { done.signal() }
  }

  func wait() { done.wait() }
}
