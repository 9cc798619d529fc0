internal import Atomics
internal import WorkerPoolsPosix

/// The worker's end of its task path; used by the worker's one thread.
final class WorkerPath: OutputSink {
  private let memory: TaskPathMemory
  private let mapping: SharedMapping
  private let bell: FileDescriptor
  private var writer: PayloadWriter
  private var reader: PayloadReader
  private var replied: UInt64 = 0
  /// Whether the host could not be told of a reply: a task has closed the bell, which is not its own.
  private(set) var isHostDeaf = false
  private var spin = AdaptiveSpin()
  /// Whether the worker has run code that may use the main queue, which it then serves while it is idle.
  @exclusivity(unchecked) var servesMainQueue = false
  private lazy var mainQueue = MainQueueWatch { [memory] in
    if memory.workerSleep.exchange(0, ordering: .sequentiallyConsistent) == 1 { Futex.wake(memory.workerSleepAddress) }
  }

  /// Maps the shared memory.
  init(_ files: PathFiles) throws(PosixError) {
    mapping = try SharedMapping(files.requests, 0..<TaskPathMemory.size)
    memory = TaskPathMemory(mapping.base)
    bell = files.bell
    writer = PayloadWriter(file: files.replies, start: 0)
    reader = PayloadReader(file: files.requests, start: TaskPathMemory.size)
  }

  /// The next request and its number; waits for one, spinning first where that is allowed.
  func claim(maySpin: Bool) -> (number: UInt64, slot: UnsafePointer<TaskSlot>) {
    // The head first: a tail that is older than the head would show requests that are claimed already.
    var head = memory.requestHead.load(ordering: .acquiring)
    while true {
      if memory.requestTail.load(ordering: .acquiring) == head {
        waitForRequest(maySpin: maySpin)
        head = memory.requestHead.load(ordering: .acquiring)
        continue
      }
      let (isDone, current) = memory.requestHead.compareExchange(
        expected: head, desired: head + 1, ordering: .acquiringAndReleasing)
      if isDone { return (head, UnsafePointer(memory.request(head))) }
      head = current
    }
  }

  private var hasRequest: Bool {
    memory.requestTail.load(ordering: .sequentiallyConsistent)
      != memory.requestHead.load(ordering: .sequentiallyConsistent)
  }

  private func waitForRequest(maySpin: Bool) {
    if maySpin, spin.until({ hasRequest }) { return }
    memory.workerSleep.store(1, ordering: .sequentiallyConsistent)
    while !hasRequest {
      giveBackWhatWasRead()
      let queue = servesMainQueue ? mainQueue : nil
      if let queue, queue.isDue { queue.serve() } else { sleep(queue) }
      if hasRequest { break }
      memory.workerSleep.store(1, ordering: .sequentiallyConsistent)
    }
    memory.workerSleep.store(0, ordering: .relaxed)
  }

  private func sleep(_ queue: MainQueueWatch?) {
    spin.sleepUntilTask {
      let end = Futex.wait(on: memory.workerSleepAddress, expected: 1, timeoutNs: queue?.sleepNs)
      queue?.slept(end)
    }
  }

  /// Gives the pages of large replies back that the host has read; it wakes a worker that sleeps for that.
  private func giveBackWhatWasRead() {
    if writer.isLarge { writer.release(below: memory.replyHead.load(ordering: .sequentiallyConsistent)) }
  }

  /// The payload of a claimed request; valid until its reply.
  func payload(of slot: UnsafePointer<TaskSlot>) throws -> UnsafeRawBufferPointer {
    if slot.pointee.flags.contains(.isOutside) {
      return try reader.bytes(offset: slot.pointee.outsideOffset, count: slot.pointee.outsideCount)
    }
    return slot.inlineBytes(Int(slot.pointee.inlineCount))
  }

  /// Shows the host since when a task with a time limit runs.
  func showRunning(_ number: UInt64, sinceNs: Int) {
    memory.runningNumber.store(0, ordering: .releasing)
    memory.runningSince.store(UInt64(sinceNs), ordering: .releasing)
    memory.runningNumber.store(number + 1, ordering: .releasing)
  }

  /// Shows the host that the task runs no longer.
  func showNothingRunning() { memory.runningNumber.store(0, ordering: .releasing) }

  /// The place for the payload of the next reply, which is sent by `publish`.
  ///
  /// Waits, where it must, until the host has read earlier ones; throws where the system has no memory for it.
  func begin(_ count: Int) throws(PosixError) -> UnsafeMutableRawBufferPointer {
    let slot = memory.reply(replied)
    slot.pointee = TaskSlot(.returned)
    giveBackWhatWasRead()
    if count <= TaskSlot.inlineCapacity {
      slot.pointee.inlineCount = UInt16(count)
      return slot.inlineBytes(count)
    }
    let (offset, bytes) = try reserve(count)
    slot.pointee.flags = .isOutside
    slot.pointee.outsideOffset = offset
    slot.pointee.outsideCount = count
    return bytes
  }

  private func reserve(_ count: Int) throws(PosixError) -> (offset: Int, bytes: UnsafeMutableRawBufferPointer) {
    while true {
      memory.roomSleep.store(1, ordering: .sequentiallyConsistent)
      writer.release(below: memory.replyHead.load(ordering: .sequentiallyConsistent))
      let place = try writer.reserve(count, for: replied)
      if let place {
        memory.roomSleep.store(0, ordering: .relaxed)
        return place
      }
      Futex.wait(on: memory.roomSleepAddress, expected: 1)
    }
  }

  /// Sends the reply that `begin` began, whose payload is written.
  func publish(_ kind: TaskSlot.Kind, to number: UInt64, beganNs: Int, endedNs: Int, exceedsMemory: Bool = false) {
    let slot = memory.reply(replied)
    slot.pointee.kind = kind.rawValue
    slot.pointee.number = number
    slot.pointee.beganNs = beganNs
    slot.pointee.endedNs = endedNs
    if exceedsMemory { slot.pointee.flags.insert(.exceedsMemory) }
    replied += 1
    _ = reader.forgetLarge()
    memory.replyTail.store(replied, ordering: .sequentiallyConsistent)
    wakeHost()
  }

  private func wakeHost() {
    let sleep = memory.hostSleep.load(ordering: .sequentiallyConsistent)
    guard sleep != HostSleep.awake else { return }
    let isMine = memory.hostSleep.compareExchange(
      expected: sleep, desired: HostSleep.awake, ordering: .sequentiallyConsistent
    ).exchanged
    guard isMine else { return }
    if sleep == HostSleep.onFutex {
      Futex.wake(memory.hostSleepAddress)
    } else if !EventDescriptor.raise(bell) {
      isHostDeaf = true
    }
  }
}
