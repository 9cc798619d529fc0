import HeapModule

/// The answers that an echo server owes, by the time at which they are due.
package struct EchoSchedule {
  /// An answer to a connection, due at a time.
  private struct Due: Comparable {
    var timeNs: Int
    /// The order of arrival, so that answers due at the same time leave in that order.
    var ordinal: Int
    var connection: UInt64
    var value: UInt64

    static func < (left: Due, right: Due) -> Bool {
      (left.timeNs, left.ordinal) < (right.timeNs, right.ordinal)
    }
  }

  private var heap = Heap<Due>()
  private var arrivals = 0

  package init() {}

  /// Owes `connection` an answer that is due `thinkNs` after `now`.
  package mutating func add(connection: UInt64, value: UInt64, thinkNs: UInt64, now: Int) {
    let (due, overflow) = now.addingReportingOverflow(Int(clamping: thinkNs))
    arrivals += 1
    heap.insert(Due(timeNs: overflow ? .max : due, ordinal: arrivals, connection: connection, value: value))
  }

  /// The next answer that is due at `now`, taken out.
  package mutating func popDue(now: Int) -> (connection: UInt64, value: UInt64)? {
    guard let first = heap.min, first.timeNs <= now else { return nil }
    let due = heap.removeMin()
    return (due.connection, due.value)
  }

  /// When the next answer is due; `nil` where nothing is owed.
  package var nextDueNs: Int? { heap.min?.timeNs }
}

/// The bytes of one connection put together to requests.
package struct EchoConnection: Sendable {
  /// What a client asks for.
  package struct Request: Hashable, Sendable {
    package var thinkNs: UInt64
    package var value: UInt64
  }

  package static let requestBytes = 16
  private var received: [UInt8] = []

  package init() {}

  /// Takes in bytes as they arrived and returns the requests that they complete.
  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Request] {
    received += bytes
    var requests: [Request] = []
    var start = 0
    while received.count - start >= Self.requestBytes {
      requests.append(
        Request(thinkNs: Self.word(received[start...]), value: Self.word(received[(start + 8)...])))
      start += Self.requestBytes
    }
    received.removeFirst(start)
    return requests
  }

  /// The first eight bytes, little-endian.
  package static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Eight bytes, little-endian.
  package static func bytes(_ word: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
  }
}
