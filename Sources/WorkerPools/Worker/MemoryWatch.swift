internal import WorkerPoolsPosix

/// Whether this process keeps more memory than it may; looked up at most every millisecond.
///
/// What it keeps is its anonymous memory: pages of shared files come and go with payloads, and those of programs are shared.
struct MemoryWatch {
  private static let intervalNs = 1_000_000

  private let limit: Int
  private var nextNs = 0

  /// A limit of 0 is none.
  init(limit: Int) { self.limit = limit }

  mutating func isExceeded() -> Bool {
    guard limit > 0 else { return false }
    let now = MonotonicTime.now()
    guard now >= nextNs else { return false }
    nextNs = now + Self.intervalNs
    return ProcessMemory.anonymousBytes() ?? 0 > limit
  }
}
