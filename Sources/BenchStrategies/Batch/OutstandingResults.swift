/// The results that are still to be taken, the oldest first.
///
/// There is room for a fixed number, taken and touched when the ring is made, so that a strategy that keeps a result for
/// each task holds no more memory for a longer batch. Not safe to share between threads.
struct OutstandingResults<Result> {
  /// How many results there is room for: enough for no pool of one machine to run out of work.
  static var capacity: Int { 1 << 14 }

  private struct Entry {
    let task: Int
    let result: Result
  }

  private var entries: [Entry?] = Array(repeating: nil, count: capacity)
  private var first = 0
  private(set) var count = 0

  var isFull: Bool { count == Self.capacity }

  /// Puts the result of a task behind all others; there must be room.
  mutating func append(_ task: Int, _ result: Result) {
    precondition(!isFull, "the oldest result is taken before a new one is put in")
    entries[(first + count) % Self.capacity] = Entry(task: task, result: result)
    count += 1
  }

  /// Takes the oldest result; returns nil if there is none.
  mutating func takeFirst() -> (task: Int, result: Result)? {
    guard let entry = entries[first] else { return nil }
    entries[first] = nil
    first = (first + 1) % Self.capacity
    count -= 1
    return (entry.task, entry.result)
  }

  /// Lets go of all results.
  mutating func removeAll() { while takeFirst() != nil {} }
}
