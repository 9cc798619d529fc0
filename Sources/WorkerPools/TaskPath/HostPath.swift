internal import Atomics
internal import WorkerPoolsPosix

/// The host's end of the task path to one worker.
///
/// The half that sends is used under the pool's lock. The half that receives is used by whoever has the path's consumer role,
/// one thread at a time; what it needs the lock for says so.
///
/// What the worker writes is never believed: each word is read once and compared with the host's own `ledger`. Where it cannot
/// be true, the path is *damaged*: nothing more is read from it, and the worker is to be ended.
final class HostPath: @unchecked Sendable {
  /// More requests than this are never with the worker, so that replies always find room in their ring.
  static let window = 192

  let memory: TaskPathMemory
  /// What the worker is passed; the host alone allocates in `requests`, the worker alone in `replies`.
  let files: PathFiles
  @exclusivity(unchecked) private var bell: EventDescriptor?
  private let mapping: SharedMapping
  let rules: ReplyRules
  @exclusivity(unchecked) var ledger = PathLedger()
  @exclusivity(unchecked) private var writer: PayloadWriter
  @exclusivity(unchecked) var reader: PayloadReader
  /// The number of the task with a time limit that was last seen to run, plus 1, and since when it runs.
  @exclusivity(unchecked) var shownTask: (number: UInt64, since: UInt64) = (0, 0)
  /// How many replies were done with.
  @exclusivity(unchecked) var finishedReplies: UInt64 = 0
  /// What was written that cannot be, as a part of a sentence; under the lock.
  @exclusivity(unchecked) private(set) var damage: StaticString?
  private let hasDamage = ManagedAtomic(false)
  /// Whether the holder of the consumer role is to look at more than replies.
  let isCalled = ManagedAtomic(false)

  /// Makes the shared memory; the files are passed to the worker, and closed by `close`.
  init(name: String, rules: ReplyRules = ReplyRules()) throws(PosixError) {
    self.rules = rules
    let event = try EventDescriptor()
    files = try PathFiles(name: String(name.prefix(60)), bell: event.descriptor)
    bell = consume event
    do {
      try SharedFile.allocate(files.requests, 0..<TaskPathMemory.size)
      mapping = try SharedMapping(files.requests, 0..<TaskPathMemory.size)
    } catch {
      files.close()
      throw error
    }
    memory = TaskPathMemory(mapping.base)
    memory.hostSleep.store(HostSleep.onBell, ordering: .relaxed)
    writer = PayloadWriter(file: files.requests, start: TaskPathMemory.size)
    reader = PayloadReader(file: files.replies, start: 0)
  }

  /// Closes the descriptors; what is mapped stays so until the path goes away.
  func close() {
    files.close()
    bell = nil
  }

  // MARK: Damage

  /// Whether something was written that cannot be; for any thread.
  var isDamaged: Bool { hasDamage.load(ordering: .relaxed) }

  /// The worker has written what cannot be; under the lock.
  func report(_ damage: StaticString) {
    if self.damage == nil { self.damage = damage }
    hasDamage.store(true, ordering: .relaxed)
  }

  // MARK: Sending, under the lock

  /// Whether the ring has a slot for another request.
  var hasRoom: Bool { ledger.hasRoom }

  /// The place for the payload of the next request, which `append` ends; `nil` where there is no room for it now.
  ///
  /// Throws where the system has no memory for a payload of this size.
  func begin(
    _ kind: TaskSlot.Kind, tag: UInt32 = 0, flags: TaskSlot.Flags = [], count: Int
  ) throws(PosixError) -> UnsafeMutableRawBufferPointer? {
    guard hasRoom else { return nil }
    let number = ledger.appended
    let slot = memory.request(number)
    var header = TaskSlot(kind, tag: tag, number: number, flags: flags)
    if count <= TaskSlot.inlineCapacity {
      header.inlineCount = UInt16(count)
      slot.pointee = header
      return slot.inlineBytes(count)
    }
    guard let (offset, bytes) = try writer.reserve(count, for: number) else { return nil }
    header.flags.insert(.isOutside)
    header.outsideOffset = offset
    header.outsideCount = count
    slot.pointee = header
    return bytes
  }

  /// The request of that kind that `begin` began is whole; the worker sees it after `publish`.
  func append(_ kind: TaskSlot.Kind = .run) { ledger.append(kind) }

  /// Shows the worker all requests that were appended.
  ///
  /// Once for several of them: both sides would else wait for each other's processor to hand the counter over.
  func publish() { memory.requestTail.store(ledger.appended, ordering: .sequentiallyConsistent) }

  /// Whether the worker sleeps and is to be woken now, with `wake`; `true` once for each of its sleeps.
  func mustWake() -> Bool {
    memory.workerSleep.load(ordering: .sequentiallyConsistent) == 1
      && memory.workerSleep.exchange(0, ordering: .sequentiallyConsistent) == 1
  }

  /// Wakes the worker.
  func wake() { Futex.wake(memory.workerSleepAddress) }

  /// Wakes the worker whatever the words say, and has it look at its requests, or at the room for its replies, again.
  ///
  /// A task may have spoilt the word by which the worker says that it sleeps. Harmless if it does not sleep.
  func wakeAnyway() {
    for (word, address) in [
      (memory.workerSleep, memory.workerSleepAddress), (memory.roomSleep, memory.roomSleepAddress),
    ] {
      word.store(0, ordering: .sequentiallyConsistent)
      Futex.wake(address)
    }
  }

  /// Takes back up to so many of the oldest requests that the worker has not begun.
  ///
  /// Returns how many it had not begun until now, and how many of those were taken.
  func takeBack(_ maximum: Int) -> (unclaimed: Int, count: Int) {
    var head = memory.requestHead.load(ordering: .acquiring)
    // It ends: each time around more requests are claimed, or the path is damaged.
    while let unclaimed = unclaimed(head) {
      let count = ledger.hasEnd ? 0 : min(unclaimed, UInt64(maximum))
      if count == 0 { return (Int(unclaimed), 0) }
      let (isDone, current) = memory.requestHead.compareExchange(
        expected: head, desired: head + count, ordering: .acquiringAndReleasing)
      if isDone {
        ledger.tookBack(from: head, count)
        for number in head..<head + count { writer.release(number) }
        return (Int(unclaimed), Int(count))
      }
      head = current
    }
    return (0, 0)
  }

  /// How many requests are not claimed where the head is that; `nil`, and a report, where it cannot be.
  func unclaimed(_ head: UInt64) -> UInt64? {
    if isDamaged { return nil }
    if let count = ledger.unclaimed(head: head, thenTail: memory.replyTail.load(ordering: .acquiring)) { return count }
    report("the count of the requests that it has begun")
    return nil
  }

  /// How many requests the worker, which is dead and whose replies were read, had not begun.
  ///
  /// It runs one at a time. Where the memory is damaged nobody knows, and the oldest one is taken for begun.
  var unclaimedCount: Int {
    if let count = unclaimed(memory.requestHead.load(ordering: .acquiring)) { return Int(count) }
    return max(Int(ledger.outstanding) - 1, 0)
  }

  /// The request of that number, which was answered, needs its payload no longer; under the lock.
  func release(_ number: UInt64) { writer.release(number) }
}

extension UnsafeMutablePointer<TaskSlot> {
  /// The bytes of the slot that hold a small payload.
  func inlineBytes(_ count: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: UnsafeMutableRawPointer(self) + TaskSlot.inlineOffset, count: count)
  }
}

extension UnsafePointer<TaskSlot> {
  /// The bytes of the slot that hold a small payload.
  func inlineBytes(_ count: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: UnsafeRawPointer(self) + TaskSlot.inlineOffset, count: count)
  }
}
