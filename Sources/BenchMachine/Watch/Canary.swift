import Synchronization
import WorkerPoolsPosix

/// A fixed computation on all processors at once: how long it takes says whether the machine is busy with something else.
///
/// On one processor it would miss a rival on another one.
package struct Canary: Sendable {
  private let iterations: Int
  private let kernel: @Sendable (Int) -> UInt64

  /// - Parameters:
  ///   - iterations: the work of each processor, about 15 ms.
  ///   - kernel: does so many iterations of the `cpu` workload on the calling thread.
  package init(iterations: Int, kernel: @escaping @Sendable (Int) -> UInt64) {
    self.iterations = iterations
    self.kernel = kernel
  }

  /// Runs on every processor of the calling thread's affinity, each by a thread that is bound to it.
  ///
  /// - Returns: the time of the slowest one, in nanoseconds.
  /// - Throws: `PosixError` if a thread cannot be started.
  package func run() throws -> Int {
    let slowest = Mutex(0)
    let threads = try CoreCount.affinity.map { core in
      try PlatformThread.start(name: "canary") {
        try? CoreCount.setAffinity([core])
        let begin = MonotonicTime.now()
        _ = kernel(iterations)
        let elapsed = MonotonicTime.now() - begin
        slowest.withLock { $0 = max($0, elapsed) }
      }
    }
    for thread in threads { thread.join() }
    return slowest.withLock { $0 }
  }
}
