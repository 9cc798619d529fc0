internal import WorkerPoolsPosix

/// The processes of a pool by slot, their timers, and the wait for what they do; used by the dispatcher alone.
final class WorkerRoster {
  /// Something that the dispatcher has to look at.
  enum Event {
    case inbox
    /// The worker has said something, or can be sent more.
    case channel(WorkerProcess, slot: Int)
    case ended(WorkerProcess, slot: Int)
  }

  private enum Place {
    case empty
    case awaitingStart(deadline: Int)
    case process(WorkerProcess, generation: UInt32, watch: Watch)
  }

  /// What the channel is watched for.
  private enum Watch {
    case reading
    case readingAndWriting
    case none
  }

  /// What a worker that was told to end may take before it is killed.
  private static let graceNs = 5_000_000_000
  private static let inboxToken = UInt64.max

  private let epoll: Epoll
  private var places: [Place]
  /// Counts processes, so that an event of one that is gone is not taken for its successor's.
  private var generation: UInt32 = 0
  /// The slots that wait for a time: to be started, or to have ended.
  private var timed: Set<Int> = []

  init(slots: Int, inbox: FileDescriptor) throws(PosixError) {
    epoll = try Epoll()
    places = Array(repeating: .empty, count: slots)
    try epoll.add(inbox, token: Self.inboxToken)
  }

  /// The process in the slot, if there is one.
  subscript(slot: Int) -> WorkerProcess? {
    if case .process(let process, _, _) = places[slot] { process } else { nil }
  }

  /// Has `takeDue` return the slot when that time has come.
  func schedule(_ slot: Int, at deadline: Int) {
    places[slot] = .awaitingStart(deadline: deadline)
    timed.insert(slot)
  }

  /// Puts a process into the slot; throws where the system cannot watch it.
  func add(_ process: WorkerProcess, slot: Int) throws(PosixError) {
    generation &+= 1
    try epoll.add(process.channel, token: token(slot, generation, isEnd: false))
    do {
      try epoll.add(process.child.pidDescriptor, token: token(slot, generation, isEnd: true))
    } catch {
      epoll.remove(process.channel)
      throw error
    }
    timed.remove(slot)
    places[slot] = .process(process, generation: generation, watch: .reading)
  }

  /// Empties the slot; its process, if it has one, must have been collected, and is closed.
  func clear(_ slot: Int) {
    if case .process(let process, _, let watch) = places[slot] {
      if watch != .none { epoll.remove(process.channel) }
      epoll.remove(process.child.pidDescriptor)
      process.close()
    }
    places[slot] = .empty
    timed.remove(slot)
  }

  /// Watches the channel for what its state makes useful; to be called after everything that may have changed it.
  func update(_ slot: Int) {
    guard case .process(let process, let generation, let watch) = places[slot] else { return }
    if process.orderedToEndNs != nil { timed.insert(slot) }
    let wanted: Watch = process.isSilent ? .none : process.wantsToWrite ? .readingAndWriting : .reading
    guard wanted != watch else { return }
    if wanted == .none {
      epoll.remove(process.channel)
    } else {
      let token = token(slot, generation, isEnd: false)
      try? epoll.change(process.channel, token: token, writable: wanted == .readingAndWriting)
    }
    places[slot] = .process(process, generation: generation, watch: wanted)
  }

  /// The slots whose start is due; also kills the workers that take too long to end.
  func takeDue() -> [Int] {
    guard !timed.isEmpty else { return [] }
    let now = MonotonicTime.now()
    let due = timed.filter { deadline(of: $0) <= now }
    timed.subtract(due)
    return due.sorted().filter { slot in
      guard case .process(let process, _, _) = places[slot] else { return true }
      process.kill()
      return false
    }
  }

  /// Blocks, where it may, until something happens or something is due.
  func wait(mayBlock: Bool) -> [Event] {
    let deadline = mayBlock ? timed.map(deadline).min() : 0
    // epoll_wait(2) fails only for descriptors or memory that are not its own.
    guard let events = try? epoll.wait(until: deadline) else { preconditionFailure("epoll does not work") }
    return events.compactMap(event)
  }

  private func event(_ event: Epoll.Event) -> Event? {
    if event.token == Self.inboxToken { return .inbox }
    let slot = Int(event.token & 0xFFFF_FFFF) >> 1
    guard case .process(let process, let generation, _) = places[slot], generation == UInt32(event.token >> 32) else {
      return nil
    }
    return event.token & 1 == 1 ? .ended(process, slot: slot) : .channel(process, slot: slot)
  }

  private func token(_ slot: Int, _ generation: UInt32, isEnd: Bool) -> UInt64 {
    UInt64(generation) << 32 | UInt64(slot) << 1 | (isEnd ? 1 : 0)
  }

  private func deadline(of slot: Int) -> Int {
    switch places[slot] {
    case .awaitingStart(let deadline): deadline
    case .process(let process, _, _): process.orderedToEndNs.map { $0 + Self.graceNs } ?? .max
    case .empty: .max
    }
  }
}
