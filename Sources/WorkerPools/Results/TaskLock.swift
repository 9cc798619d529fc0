internal import CWorkerPools
internal import Synchronization
internal import WorkerPoolsPosix

/// The lock of one task: four bytes, for sections of some ten instructions in which nothing can block.
///
/// Whoever finds it taken spins, and lets others run where its holder seems to have lost the processor.
struct TaskLock: ~Copyable {
  private static let spins = 100
  /// After so many spins a holder of a lower priority may need the processor, which would never get it in its turn.
  private static let manySpins = 6_400
  private static let sleepNs = 50_000

  private let isTaken = Atomic<Bool>(false)

  @inline(__always)
  func lock() {
    if isTaken.exchange(true, ordering: .acquiring) { lockLate() }
  }

  @inline(__always)
  func unlock() {
    // A store lets go of nothing, so that the compiler would count the reference to what was read under the lock behind it,
    // when somebody else may have replaced it already and let go of it. Only optimised code shows it: see `optimised-stress`.
    wp_opaque()
    isTaken.store(false, ordering: .releasing)
  }

  @inline(never)
  private func lockLate() {
    var count = 0
    while isTaken.load(ordering: .relaxed) || isTaken.exchange(true, ordering: .acquiring) {
      count += 1
      if count % Self.spins != 0 {
        Processor.pause()
      } else if count < Self.manySpins {
        PlatformThread.yield()
      } else {
        MonotonicTime.sleep(nanoseconds: Self.sleepNs)
      }
    }
  }
}
