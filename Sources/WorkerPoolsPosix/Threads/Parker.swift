internal import Synchronization

/// Where one thread waits until another tells it to go on.
///
/// The permission is kept where it comes before the wait, and several count as one. A thread that shares its parker among
/// several waits, as `current` does, may be told to go on by an earlier one: it looks at its condition and parks again.
package final class Parker: @unchecked Sendable {  // the word is atomic
  private static let parkers = ThreadLocal<Parker>()

  private static let nothing: UInt32 = 0
  private static let permitted: UInt32 = 1
  private static let parked: UInt32 = 2

  private let word = UnsafeMutablePointer<Atomic<UInt32>>.allocate(capacity: 1)

  package init() { word.initialize(to: Atomic(Self.nothing)) }

  deinit {
    word.deinitialize(count: 1)
    word.deallocate()
  }

  /// The parker of the calling thread.
  package static var current: Parker { parkers.value { Parker() } }

  /// Blocks until the permission is there, and takes it; `false` where the deadline (`MonotonicTime`) passed first.
  package func park(until deadline: Int? = nil) -> Bool {
    if takePermission() { return true }
    let found = word.pointee.compareExchange(
      expected: Self.nothing, desired: Self.parked, ordering: .acquiringAndReleasing
    ).original
    while found != Self.permitted {
      let wake = Futex.wait(
        onPrivate: futex, expected: Self.parked, timeoutNs: deadline.map { $0 - MonotonicTime.now() })
      if takePermission() { return true }
      if wake == .timedOut { break }
    }
    // What comes from now on is for the next wait.
    return word.pointee.exchange(Self.nothing, ordering: .acquiringAndReleasing) == Self.permitted
  }

  /// Gives the permission.
  package func unpark() {
    let found = word.pointee.exchange(Self.permitted, ordering: .acquiringAndReleasing)
    if found == Self.parked { Futex.wake(onPrivate: futex) }
  }

  private func takePermission() -> Bool {
    word.pointee.compareExchange(
      expected: Self.permitted, desired: Self.nothing, ordering: .acquiringAndReleasing
    ).exchanged
  }

  /// The word as the kernel sees it: an atomic number is laid out as the number.
  private var futex: UnsafePointer<UInt32> {
    UnsafePointer(UnsafeRawPointer(word).assumingMemoryBound(to: UInt32.self))
  }
}
