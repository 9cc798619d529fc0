internal import WorkerPoolsPosix

/// What a pool's dispatcher waits for: the ends of processes, what they write to standard error, the bell, and points in time.
final class WorkerRoster {
  /// Something that the dispatcher has to look at.
  enum Event {
    case bell
    /// The worker has rung.
    case rung(slot: Int)
    /// The worker's end of the lifeline is closed.
    case lifeLineClosed(slot: Int)
    /// Something was written to the lifeline.
    case lifeLineWritten(slot: Int)
    /// The worker has written to standard error.
    case standardError(slot: Int)
    /// The worker's process has ended.
    case ended(slot: Int)
  }

  private enum Kind: UInt64 {
    case lifeLine
    case standardError
    case end
    case bell
  }

  private static let bellToken = UInt64.max

  private let epoll: Epoll
  /// Which process of its slot each one is, so that an event of one that is gone is not taken for its successor's.
  private var generations: [UInt64] = []
  /// When a process is to be started in a slot.
  private var starts: [Int: Int] = [:]
  /// When the process in a slot is looked at that should have said that it is a worker.
  private var announcements: [Int: Int] = [:]
  /// When the worker in a slot must be ready.
  private var readiness: [Int: Int] = [:]
  /// When the worker in a slot that was told to end is killed.
  private var ends: [Int: Int] = [:]

  init(bell: FileDescriptor) throws(PosixError) {
    epoll = try Epoll()
    try epoll.add(bell, token: Self.bellToken)
  }

  /// Watches a process; throws, and watches nothing, where the system cannot.
  func add(_ worker: WorkerProcess, slot: Int) throws(PosixError) {
    while generations.count <= slot { generations.append(0) }
    generations[slot] = (generations[slot] + 1) & 0x7FFF_FFFF
    try epoll.add(worker.lifeLine, token: token(slot, .lifeLine))
    do {
      try epoll.add(worker.standardError.descriptor, token: token(slot, .standardError))
      try epoll.add(worker.child.pidDescriptor, token: token(slot, .end))
      // Never read, so that it costs no call and cannot block, whatever the worker does to it.
      try epoll.addEdge(worker.path.files.bell, token: token(slot, .bell))
    } catch {
      remove(worker, slot: slot)
      throw error
    }
  }

  /// Ends the watch; to be called before the descriptors are closed.
  func remove(_ worker: WorkerProcess, slot: Int) {
    epoll.remove(worker.lifeLine)
    epoll.remove(worker.standardError.descriptor)
    epoll.remove(worker.child.pidDescriptor)
    epoll.remove(worker.path.files.bell)
    ends[slot] = nil
    readiness[slot] = nil
    announcements[slot] = nil
  }

  /// There is nothing more to learn from the descriptor.
  func ignore(_ descriptor: FileDescriptor) { epoll.remove(descriptor) }

  /// Reads the worker's standard error again, after `ignore`; `false` where the system has no room for that now.
  func watchStandardError(_ worker: WorkerProcess, slot: Int) -> Bool {
    (try? epoll.add(worker.standardError.descriptor, token: token(slot, .standardError))) != nil
  }

  // MARK: Points in time

  func scheduleStart(_ slot: Int, at timeNs: Int) { starts[slot] = timeNs }
  func cancelStart(_ slot: Int) { starts[slot] = nil }
  func scheduleAnnouncement(_ slot: Int, at timeNs: Int) { announcements[slot] = timeNs }
  func scheduleReadiness(_ slot: Int, at timeNs: Int) { readiness[slot] = timeNs }
  func scheduleEnd(_ slot: Int, at timeNs: Int) { ends[slot] = timeNs }

  /// The slots whose time has come.
  struct Due {
    var starts: [Int] = []
    var announcements: [Int] = []
    var readiness: [Int] = []
    var ends: [Int] = []
  }

  /// The slots whose time has come: to start a process, to be a worker, to be ready, to have ended.
  func takeDue() -> Due {
    guard nextTimeNs != nil else { return Due() }
    let now = MonotonicTime.now()
    return Due(
      starts: Self.takeDue(&starts, now), announcements: Self.takeDue(&announcements, now),
      readiness: Self.takeDue(&readiness, now), ends: Self.takeDue(&ends, now))
  }

  private static func takeDue(_ times: inout [Int: Int], _ nowNs: Int) -> [Int] {
    let due = times.filter { $0.value <= nowNs }.keys.sorted()
    for slot in due { times[slot] = nil }
    return due
  }

  /// The next point in time, or `nil`.
  var nextTimeNs: Int? { [starts, announcements, readiness, ends].compactMap { $0.values.min() }.min() }

  // MARK: Waiting

  /// Blocks until something happens or the time has come; `nil` waits without limit.
  func wait(until deadline: Int?) -> [Event] {
    // epoll_wait(2) fails only for descriptors or memory that are not its own.
    guard let events = try? epoll.wait(until: deadline) else { preconditionFailure("epoll does not work") }
    return events.compactMap(event)
  }

  private func event(_ event: Epoll.Event) -> Event? {
    if event.token == Self.bellToken { return .bell }
    let slot = Int(event.token & 0xFFFF_FFFF) >> 2
    guard generations[slot] == event.token >> 32 else { return nil }
    switch Kind(rawValue: event.token & 3) {
    case .lifeLine: return event.isOver ? .lifeLineClosed(slot: slot) : .lifeLineWritten(slot: slot)
    case .standardError: return .standardError(slot: slot)
    case .end: return .ended(slot: slot)
    case .bell: return .rung(slot: slot)
    case nil: return nil
    }
  }

  private func token(_ slot: Int, _ kind: Kind) -> UInt64 {
    generations[slot] << 32 | UInt64(slot) << 2 | kind.rawValue
  }
}
