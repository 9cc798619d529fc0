internal import Atomics
internal import CWorkerPools
internal import WorkerPoolsPosix

// The half that receives.
extension HostPath {
  /// Whether there may be a reply that nobody has taken note of; with the consumer role, or under the lock.
  var hasNews: Bool { memory.replyTail.load(ordering: .acquiring) != ledger.noted && !isDamaged }

  /// How many replies nobody has taken note of; under the lock.
  var newReplies: Int {
    let tail = memory.replyTail.load(ordering: .acquiring)
    if tail == ledger.noted || isDamaged { return 0 }
    if let count = ledger.newReplies(tail) { return Int(count) }
    report("the count of its replies")
    return 0
  }

  /// How many replies the worker says that it has sent; only to be compared with what it said at another time.
  var sentReplies: UInt64 { memory.replyTail.load(ordering: .acquiring) }

  /// Whether the next reply, which must be there, is a small value.
  var nextReplyIsQuick: Bool { nextReply().isQuick }

  /// A copy of the next reply, which must be there, small payload included; the worker can change the slot, but not the copy.
  func nextReply() -> TaskSlot { unsafeBitCast(wp_read_slot(memory.reply(ledger.noted)), to: TaskSlot.self) }

  /// Takes note of the next reply, under the lock and with the consumer role: room for requests comes back.
  ///
  /// Returns `false`, and the path is damaged, where no such reply can come now.
  func accept(_ reply: TaskSlot) -> Bool {
    guard rules.allow(reply, isSetup: reply.number == ledger.setup), ledger.accept(reply.number) else {
      report("a reply that cannot come")
      return false
    }
    release(reply.number)
    return true
  }

  /// The payload of a reply that was accepted and is not done with; with the consumer role.
  ///
  /// Throws a `WireError` where it lies nowhere, so that the path is damaged, and a `PosixError` where it cannot be mapped.
  func payload(of reply: UnsafePointer<TaskSlot>) throws -> UnsafeRawBufferPointer {
    if reply.pointee.flags.contains(.isOutside) {
      return try reader.bytes(offset: reply.pointee.outsideOffset, count: reply.pointee.outsideCount)
    }
    return reply.inlineBytes(Int(reply.pointee.inlineCount))
  }

  /// Is done with the oldest of the replies that were taken note of; with the consumer role.
  func finishReplies(_ count: Int) {
    finishedReplies += UInt64(count)
    memory.replyHead.store(finishedReplies, ordering: .sequentiallyConsistent)
    if memory.roomSleep.load(ordering: .sequentiallyConsistent) == 1,
      memory.roomSleep.exchange(0, ordering: .sequentiallyConsistent) == 1
    {
      Futex.wake(memory.roomSleepAddress)
    }
    // A worker that sleeps has pages to give back.
    if reader.forgetLarge(), mustWake() { wake() }
  }

  /// Says who is to be woken for replies from now on; returns whether there is something to look at already.
  func announce(_ sleep: UInt32) -> Bool {
    memory.hostSleep.store(sleep, ordering: .sequentiallyConsistent)
    return isCalled.load(ordering: .sequentiallyConsistent)
      || memory.replyTail.load(ordering: .sequentiallyConsistent) != ledger.noted && !isDamaged
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
  func answerCall() {
    guard isCalled.load(ordering: .relaxed) else { return }
    isCalled.store(false, ordering: .relaxed)
    inspectFinished()
  }

  /// Reports a count of the replies that were done with that is not the host's; with the consumer role, under the lock.
  ///
  /// A worker that reads too low a count waits for room for ever.
  func inspectFinished() {
    if memory.replyHead.load(ordering: .relaxed) != finishedReplies {
      report("the count of its replies that were read")
    }
  }
}
