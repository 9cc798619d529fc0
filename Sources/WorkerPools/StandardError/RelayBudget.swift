/// How much of what workers write to standard error is kept until it is passed on: policy, without a lock or a descriptor.
///
/// Bytes that workers have written and that cannot be passed on yet stay in their pipes, so that the workers wait, as for any
/// slow reader. Those that have bytes here, or wait to, have equal shares, and one share stays free for whoever comes next: one
/// worker that floods gets half of it all, two get a third each. What was in the pipe of a worker that has ended cannot stay
/// there, and has room of its own.
struct RelayBudget {
  /// How many bytes are kept of workers that live.
  static let capacity = 1 << 18
  /// How many more are kept of those that have ended: 64 pipes of the usual size.
  static let remainderCapacity = 1 << 22

  /// How many bytes are kept of each slot that has some, or is paused.
  private var kept: [Int: Int] = [:]
  private var total = 0
  /// The slots whose pipes are not read until there is room.
  private var paused: Set<Int> = []
  /// How many bytes of workers that have ended were dropped.
  private(set) var droppedCount = 0

  /// How many bytes may be read of the worker in the slot; where that is none, it is not to be read until `takeResumed`.
  mutating func room(for slot: Int) -> Int {
    let sharers = kept[slot] == nil ? kept.count + 1 : kept.count
    let own = kept[slot, default: 0]
    let room = max(min(Self.capacity / (sharers + 1) - own, Self.capacity - total), 0)
    if room == 0 {
      paused.insert(slot)
      kept[slot] = own
    }
    return room
  }

  /// So many bytes of the slot are kept from now on.
  mutating func keep(_ count: Int, of slot: Int) {
    kept[slot, default: 0] += count
    total += count
  }

  /// The worker in the slot has ended and left so many bytes; returns how many of them are kept.
  mutating func keepRemainder(_ count: Int, of slot: Int) -> Int {
    if paused.remove(slot) != nil { forgetIfEmpty(slot) }
    let admitted = min(count, max(Self.capacity + Self.remainderCapacity - total, 0))
    droppedCount += count - admitted
    if admitted > 0 { keep(admitted, of: slot) }
    return admitted
  }

  /// So many bytes of the slot were passed on or dropped; returns whether workers can be read again.
  mutating func release(_ count: Int, of slot: Int) -> Bool {
    total -= count
    kept[slot, default: 0] -= count
    forgetIfEmpty(slot)
    return hasResumed
  }

  /// The slots that can be read again.
  mutating func takeResumed() -> [Int] {
    guard hasResumed else { return [] }
    let resumed = paused.sorted()
    paused = []
    for slot in resumed { forgetIfEmpty(slot) }
    return resumed
  }

  /// How many bytes were dropped since the last time.
  mutating func takeDropped() -> Int {
    defer { droppedCount = 0 }
    return droppedCount
  }

  private mutating func forgetIfEmpty(_ slot: Int) {
    if kept[slot] == 0, !paused.contains(slot) { kept[slot] = nil }
  }

  /// Not at once when there is room, or the dispatcher would be woken for each piece that is passed on.
  private var hasResumed: Bool { !paused.isEmpty && total <= Self.capacity / 2 }
}
