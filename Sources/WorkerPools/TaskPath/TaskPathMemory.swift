internal import Atomics
internal import WorkerPoolsPosix

/// The memory that a host shares with one worker: two rings, the words by which they sleep and wake, and nothing else.
///
/// Every word that both sides write has a cache line pair of its own, since processors fetch lines in pairs. Counters only
/// grow; a slot's index is the counter modulo `capacity`. Models/task-path.pml is this protocol, and what is proved about it.
struct TaskPathMemory {
  typealias Counter = UnsafeAtomic<UInt64>
  typealias Word = UnsafeAtomic<UInt32>

  /// Slots in each ring; a power of two.
  static let capacity: UInt64 = 512

  private enum Offset {
    static let requestTail = 0
    static let requestHead = 128
    static let workerSleep = 256
    static let replyTail = 384
    static let replyHead = 512
    static let hostSleep = 640
    static let roomSleep = 768
    static let runningNumber = 896
    static let runningSince = 904
    static let requests = 4096
    static let replies = requests + Int(capacity) * MemoryLayout<TaskSlot>.stride
    static let end = replies + Int(capacity) * MemoryLayout<TaskSlot>.stride
  }

  /// Size of the memory in bytes, in whole pages.
  static let size = SharedFile.wholePages(Offset.end)

  /// How many requests the host has published.
  let requestTail: Counter
  /// How many of them are claimed: by the worker, to run them, or by the host, which took them back.
  let requestHead: Counter
  /// 1 while the worker sleeps, or is about to.
  let workerSleep: Word
  /// How many replies the worker has published.
  let replyTail: Counter
  /// How many of them the host has done with.
  let replyHead: Counter
  /// Who is to be woken for a reply; see `HostSleep`.
  let hostSleep: Word
  /// 1 while the worker waits for the host to be done with replies.
  let roomSleep: Word
  /// The index of the request with a time limit that the worker runs, plus 1; 0 for none.
  let runningNumber: Counter
  /// When it began, by `MonotonicTime`.
  let runningSince: Counter
  private let requests: UnsafeMutablePointer<TaskSlot>
  private let replies: UnsafeMutablePointer<TaskSlot>

  /// The futex words, for sleeping on them.
  let workerSleepAddress: UnsafePointer<UInt32>
  let hostSleepAddress: UnsafePointer<UInt32>
  let roomSleepAddress: UnsafePointer<UInt32>

  /// The memory at that place, which begins as zeros.
  init(_ base: UnsafeMutableRawPointer) {
    func counter(_ offset: Int) -> Counter {
      Counter(at: (base + offset).assumingMemoryBound(to: Counter.Storage.self))
    }
    func word(_ offset: Int) -> Word {
      Word(at: (base + offset).assumingMemoryBound(to: Word.Storage.self))
    }
    func address(_ offset: Int) -> UnsafePointer<UInt32> {
      UnsafePointer((base + offset).assumingMemoryBound(to: UInt32.self))
    }
    requestTail = counter(Offset.requestTail)
    requestHead = counter(Offset.requestHead)
    workerSleep = word(Offset.workerSleep)
    replyTail = counter(Offset.replyTail)
    replyHead = counter(Offset.replyHead)
    hostSleep = word(Offset.hostSleep)
    roomSleep = word(Offset.roomSleep)
    runningNumber = counter(Offset.runningNumber)
    runningSince = counter(Offset.runningSince)
    requests = (base + Offset.requests).bindMemory(to: TaskSlot.self, capacity: Int(Self.capacity))
    replies = (base + Offset.replies).bindMemory(to: TaskSlot.self, capacity: Int(Self.capacity))
    workerSleepAddress = address(Offset.workerSleep)
    hostSleepAddress = address(Offset.hostSleep)
    roomSleepAddress = address(Offset.roomSleep)
  }

  func request(_ number: UInt64) -> UnsafeMutablePointer<TaskSlot> { requests + Int(number & (Self.capacity - 1)) }
  func reply(_ number: UInt64) -> UnsafeMutablePointer<TaskSlot> { replies + Int(number & (Self.capacity - 1)) }
}

/// The values of the word by which a worker learns whom to wake for a reply.
enum HostSleep {
  /// A thread of the host looks at the ring, or will.
  static let awake: UInt32 = 0
  /// A thread of the host sleeps on the word.
  static let onFutex: UInt32 = 1
  /// Only the pool's dispatcher is to be told, through its event descriptor.
  static let onBell: UInt32 = 2
}
