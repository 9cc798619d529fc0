internal import Atomics
internal import WorkerPoolsPosix

/// The host's end of the task path to one worker.
///
/// The half that sends is used under the pool's lock. The half that receives is used by whoever has the path's consumer role,
/// one thread at a time; what it needs the lock for says so.
final class HostPath: @unchecked Sendable {
  /// More requests than this are never with the worker, so that replies always find room in their ring.
  static let window = 192

  let memory: TaskPathMemory
  let file: FileDescriptor
  private let mapping: SharedMapping
  @exclusivity(unchecked) private var writer: PayloadWriter
  @exclusivity(unchecked) private var reader: PayloadReader
  /// How many requests were appended; all of them are published whenever the lock is free.
  @exclusivity(unchecked) private var published: UInt64 = 0
  /// One more than the number of the last request whose reply was taken note of.
  @exclusivity(unchecked) private var answeredEnd: UInt64 = 0
  /// How many replies were taken note of; those from `memory.replyHead` on are still to be read.
  @exclusivity(unchecked) private var notedReplies: UInt64 = 0
  /// Whether the holder of the consumer role is to look at more than replies.
  private let isCalled = ManagedAtomic(false)

  /// Makes the shared memory; the file is passed to the worker, and closed by `close`.
  init(name: String) throws(PosixError) {
    file = try SharedFile.create(name: String(name.prefix(60)))
    do {
      try SharedFile.allocate(file, 0..<TaskPathMemory.size)
      mapping = try SharedMapping(file, 0..<TaskPathMemory.size)
    } catch {
      try? file.close()
      throw error
    }
    memory = TaskPathMemory(mapping.base)
    memory.fileEnd.store(UInt64(TaskPathMemory.size / SharedFile.pageSize), ordering: .relaxed)
    memory.hostSleep.store(HostSleep.onBell, ordering: .relaxed)
    writer = PayloadWriter(file: file, place: memory.requestRegion, fileEnd: memory.fileEnd)
    reader = PayloadReader(file: file, place: memory.replyRegion)
  }

  /// Closes the shared file; what is mapped stays so until the path goes away.
  func close() { try? file.close() }

  // MARK: Sending, under the lock

  /// Whether the ring has a slot for another request.
  var hasRoom: Bool { published - answeredEnd < TaskPathMemory.capacity }

  /// The worker holds no request, so that all slots are free.
  func forgetHistory() { answeredEnd = published }

  /// The place for the payload of the next request, which `append` ends; `nil` where there is no room for it now.
  ///
  /// Throws where the system has no memory for a payload of this size.
  func begin(
    _ kind: TaskSlot.Kind, tag: UInt32 = 0, flags: TaskSlot.Flags = [], count: Int
  ) throws(PosixError) -> UnsafeMutableRawBufferPointer? {
    guard hasRoom else { return nil }
    let slot = memory.request(published)
    var header = TaskSlot(kind, tag: tag, number: published, flags: flags)
    if count <= TaskSlot.inlineCapacity {
      header.inlineCount = UInt16(count)
      slot.pointee = header
      return slot.inlineBytes(count)
    }
    guard let (offset, bytes) = try writer.reserve(count, for: published) else { return nil }
    header.flags.insert(.isOutside)
    header.outsideOffset = offset
    header.outsideCount = count
    slot.pointee = header
    return bytes
  }

  /// The request that `begin` began is whole; the worker sees it after `publish`.
  func append() { published += 1 }

  /// Shows the worker all requests that were appended.
  ///
  /// Once for several of them: both sides would else wait for each other's processor to hand the counter over.
  func publish() { memory.requestTail.store(published, ordering: .sequentiallyConsistent) }

  /// Whether the worker sleeps and is to be woken now, with `wake`; `true` once for each of its sleeps.
  func mustWake() -> Bool {
    memory.workerSleep.load(ordering: .sequentiallyConsistent) == 1
      && memory.workerSleep.exchange(0, ordering: .sequentiallyConsistent) == 1
  }

  /// Wakes the worker.
  func wake() { Futex.wake(memory.workerSleepAddress) }

  /// Takes back up to so many of the oldest requests that the worker has not begun.
  ///
  /// Returns how many it had not begun until now, and how many of those were taken.
  func takeBack(_ maximum: Int) -> (unclaimed: Int, count: Int) {
    var head = memory.requestHead.load(ordering: .acquiring)
    while true {
      let unclaimed = published - head
      let count = min(unclaimed, UInt64(maximum))
      if count == 0 { return (Int(unclaimed), 0) }
      let (isDone, current) = memory.requestHead.compareExchange(
        expected: head, desired: head + count, ordering: .acquiringAndReleasing)
      if isDone {
        for number in head..<head + count { writer.release(number) }
        return (Int(unclaimed), Int(count))
      }
      head = current
    }
  }

  /// How many requests the worker, which is dead, had not begun.
  var unclaimedCount: Int { Int(published - memory.requestHead.load(ordering: .acquiring)) }

  /// When the worker began the task with a time limit that it runs, by `MonotonicTime`; `nil` where it runs none.
  ///
  /// The number tells tasks apart.
  var running: (number: UInt64, sinceNs: Int)? {
    let number = memory.runningNumber.load(ordering: .acquiring)
    let since = memory.runningSince.load(ordering: .acquiring)
    guard number > 0, memory.runningNumber.load(ordering: .acquiring) == number else { return nil }
    return (number - 1, Int(since))
  }

  // MARK: Receiving

  /// How many replies nobody has taken note of; any thread may ask under the lock, or with the consumer role.
  var newReplies: Int { Int(memory.replyTail.load(ordering: .acquiring) - notedReplies) }

  /// How many replies the worker says that it has sent; only to be compared with what it said at another time.
  var sentReplies: UInt64 { memory.replyTail.load(ordering: .acquiring) }

  /// Whether the next reply, which must be there, is a small value.
  var nextReplyIsQuick: Bool {
    let slot = memory.reply(notedReplies).pointee
    return slot.kind == TaskSlot.Kind.returned.rawValue && !slot.flags.contains(.isOutside)
  }

  /// Takes note of the next reply, under the lock and with the consumer role: room for requests comes back.
  func noteReply() -> UnsafePointer<TaskSlot> {
    let slot = UnsafePointer(memory.reply(notedReplies))
    answeredEnd = max(answeredEnd, slot.pointee.number + 1)
    writer.release(slot.pointee.number)
    notedReplies += 1
    return slot
  }

  /// The payload of a reply that is not done with; with the consumer role.
  func payload(of slot: UnsafePointer<TaskSlot>) throws -> UnsafeRawBufferPointer {
    if slot.pointee.flags.contains(.isOutside) {
      return try reader.bytes(offset: slot.pointee.outsideOffset, count: slot.pointee.outsideCount)
    }
    guard slot.pointee.inlineCount <= TaskSlot.inlineCapacity else { throw WireError() }
    return slot.inlineBytes(Int(slot.pointee.inlineCount))
  }

  /// Is done with the oldest of the replies that were taken note of; with the consumer role.
  func finishReplies(_ count: Int) {
    let head = memory.replyHead.load(ordering: .relaxed)
    memory.replyHead.store(head + UInt64(count), ordering: .sequentiallyConsistent)
    if memory.roomSleep.load(ordering: .sequentiallyConsistent) == 1,
      memory.roomSleep.exchange(0, ordering: .sequentiallyConsistent) == 1
    {
      Futex.wake(memory.roomSleepAddress)
    }
  }

  /// Says who is to be woken for replies from now on; returns whether there is something to look at already.
  func announce(_ sleep: UInt32) -> Bool {
    memory.hostSleep.store(sleep, ordering: .sequentiallyConsistent)
    return isCalled.load(ordering: .sequentiallyConsistent)
      || memory.replyTail.load(ordering: .sequentiallyConsistent) != notedReplies
  }

  /// Whether the worker is to wake somebody for its next reply.
  var isAnnounced: Bool { memory.hostSleep.load(ordering: .sequentiallyConsistent) != HostSleep.awake }

  /// Says that a thread of the host looks at the ring, or will, without being woken.
  func announceAwake() { memory.hostSleep.store(HostSleep.awake, ordering: .sequentiallyConsistent) }

  /// Blocks a thread that has announced itself as `HostSleep.onFutex` until it is woken or the time has passed.
  func sleep(timeoutNs: Int?) {
    Futex.wait(on: memory.hostSleepAddress, expected: HostSleep.onFutex, timeoutNs: timeoutNs)
  }

  /// Has the thread with the consumer role, which waits or is about to, look at what has changed besides replies.
  ///
  /// Called under the lock. The wake-up is unconditional: a worker may have turned the word and died before its own.
  func callConsumer() {
    isCalled.store(true, ordering: .sequentiallyConsistent)
    announceAwake()
    Futex.wake(memory.hostSleepAddress)
  }

  /// The consumer role is taken or given back: who was called has heard it; under the lock.
  func answerCall() { isCalled.store(false, ordering: .relaxed) }
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
