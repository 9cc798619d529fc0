/// Where one thread waits until another tells it to go on.
///
/// The permission is kept where it comes before the wait, and several count as one. A thread that shares its parker among
/// several waits, as `current` does, may be told to go on by an earlier one: it looks at its condition and parks again.
package final class Parker: Sendable {
  private let isPermitted = ConditionLock(false)
  private static let parkers = ThreadLocal<Parker>()

  package init() {}

  /// The parker of the calling thread.
  package static var current: Parker { parkers.value { Parker() } }

  /// Blocks until the permission is there, and takes it; `false` where the deadline (`MonotonicTime`) passed first.
  package func park(until deadline: Int? = nil) -> Bool {
    isPermitted.waiting(until: deadline, while: { !$0 }) {
      $0 = false
      return true
    } ?? false
  }

  /// Gives the permission.
  package func unpark() {
    isPermitted.withLock { $0 = true }
    isPermitted.signal()
  }
}
