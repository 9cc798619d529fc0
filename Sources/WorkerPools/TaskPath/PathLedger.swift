internal import DequeModule

/// What a host knows by itself about the requests that a worker holds: the measure of all that the worker writes.
///
/// The worker can write anything to the memory that both share, at any time. So the host keeps its own count, reads each word
/// of the worker once, and compares it with what is possible. All comparisons wrap. Pure, and used under the pool's lock.
struct PathLedger {
  /// How many requests were appended, which is the number of the next one.
  private(set) var appended: UInt64 = 0
  /// The number of the oldest request that is neither answered nor taken back; `appended` if there is none.
  private(set) var oldest: UInt64 = 0
  /// How many replies were accepted.
  private(set) var noted: UInt64 = 0
  /// How many requests are still to be answered.
  private(set) var outstanding: UInt64 = 0
  /// At least so many requests are claimed.
  private var claimed: UInt64 = 0
  /// The requests behind `oldest` that were taken back, in order.
  private var holes: Deque<Range<UInt64>> = []
  private var nextHole = UInt64.max
  /// The request that tells the worker how to begin.
  private(set) var setup = UInt64.max
  /// Whether the worker was told to end, which it does not answer.
  private(set) var hasEnd = false

  /// Whether the ring has a slot for another request.
  ///
  /// That follows from the oldest request that is held, not from how many are held: behind it, requests that were taken back
  /// leave holes.
  var hasRoom: Bool { appended - oldest < TaskPathMemory.capacity }

  /// A request of that kind was written to its slot.
  mutating func append(_ kind: TaskSlot.Kind) {
    switch kind {
    case .initialize: setup = appended
    case .end: hasEnd = true
    default: break
    }
    if kind != .end { outstanding += 1 }
    appended += 1
  }

  /// How many replies are new if the worker says that it has published so many; `nil` if that cannot be.
  func newReplies(_ tail: UInt64) -> UInt64? {
    let count = tail &- noted
    return count <= outstanding ? count : nil
  }

  /// Accepts the answer to that request; `false` if no such answer can come now.
  ///
  /// A worker answers the requests that it claims in their order, each once.
  mutating func accept(_ number: UInt64) -> Bool {
    guard number == oldest, outstanding > 0 else { return false }
    noted += 1
    outstanding -= 1
    oldest += 1
    while oldest == nextHole { leaveHole() }
    return true
  }

  /// How many requests are not claimed if the worker says that so many are, and then that it has published so many replies.
  ///
  /// Returns `nil` if that cannot be: claims only grow, and a worker claims one request more than it has answered, at most.
  mutating func unclaimed(head: UInt64, thenTail tail: UInt64) -> UInt64? {
    let least = max(claimed, oldest)
    guard head &- least <= appended - least, let replies = newReplies(tail) else { return nil }
    let unclaimed = appended - head
    guard outstanding + (hasEnd ? 1 : 0) - unclaimed <= replies + 1 else { return nil }
    claimed = head
    return unclaimed
  }

  /// So many requests from that number on, which is the worker's head, were taken back.
  mutating func tookBack(from head: UInt64, _ count: UInt64) {
    let end = head + count
    claimed = end
    outstanding -= count
    if head == oldest {
      oldest = end
    } else {
      holes.append(head..<end)
      if holes.count == 1 { nextHole = head }
    }
  }

  private mutating func leaveHole() {
    oldest = holes.removeFirst().upperBound
    nextHole = holes.first?.lowerBound ?? .max
  }
}
