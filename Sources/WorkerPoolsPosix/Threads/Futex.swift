internal import CWorkerPools
internal import Glibc

/// The kernel's wait on a word of memory, within a process and across processes that share the memory.
package enum Futex {
  /// Why a wait ended.
  package enum Wake: Sendable {
    /// Woken, or not: the caller looks at the word again and waits again where it must.
    case woken
    case timedOut
  }

  /// Blocks while the word holds `expected`; `timeoutNs` is a span, `nil` for no limit.
  @discardableResult
  package static func wait(
    on word: UnsafePointer<UInt32>, expected: UInt32, timeoutNs: Int? = nil
  ) -> Wake {
    let result = wp_futex_wait(word, expected, Int64(timeoutNs.map { max($0, 0) } ?? -1))
    return result == -1 && errno == ETIMEDOUT ? .timedOut : .woken
  }

  /// Wakes at most `count` of those that wait on the word and returns how many.
  @discardableResult
  package static func wake(_ word: UnsafePointer<UInt32>, count: Int32 = 1) -> Int { Int(wp_futex_wake(word, count)) }

  /// As `wait`, on a word that only threads of this process use.
  @discardableResult
  package static func wait(
    onPrivate word: UnsafePointer<UInt32>, expected: UInt32, timeoutNs: Int? = nil
  ) -> Wake {
    let result = wp_futex_wait_private(word, expected, Int64(timeoutNs.map { max($0, 0) } ?? -1))
    return result == -1 && errno == ETIMEDOUT ? .timedOut : .woken
  }

  /// Wakes one of those that wait on a word that only threads of this process use.
  package static func wake(onPrivate word: UnsafePointer<UInt32>) { _ = wp_futex_wake_private(word, 1) }
}
