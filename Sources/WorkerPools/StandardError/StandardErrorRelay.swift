internal import DequeModule
internal import WorkerPoolsPosix

/// Passes what the workers of a pool write to standard error on to the host's own, on a thread of its own.
///
/// The thread starts with the first bytes. It never waits for longer than `lookAgainNs` without looking at descriptor 2 again,
/// which the host may have replaced, and drops what nobody can read any more, so that workers go on.
final class StandardErrorRelay: @unchecked Sendable {  // `wake` may be used by any thread
  /// How long a reader has to take what is left when the last worker is gone.
  static let farewellNs = 1_000_000_000
  private static let lookAgainNs = 200_000_000
  /// How long to wait where a stream says that it has room, and takes nothing.
  private static let stallNs = 10_000_000
  private static let largestBurst = 1 << 16

  fileprivate struct Run {
    let slot: Int
    var count: Int
  }

  fileprivate struct State {
    var budget = RelayBudget()
    var bytes: [UInt8] = []
    /// Whose the bytes are, in order.
    var runs: Deque<Run> = []
    var thread: PlatformThread?
    var isAsleep = false
    /// When what is left is dropped.
    var endNs = Int.max
  }

  private let state = Locked(State())
  private let wake: EventDescriptor
  private let name: String
  private let bell: PoolBell

  /// Rings the bell when workers that were paused can be read again.
  init(threadName: String, bell: PoolBell) throws(PosixError) {
    name = threadName
    self.bell = bell
    wake = try EventDescriptor()
  }

  // MARK: For the dispatcher

  /// How many bytes may be read of the worker in the slot; 0: none until `takeResumed` returns it.
  func room(for slot: Int) -> Int { state.withLock { $0.budget.room(for: slot) } }

  /// The slots that can be read again; to be asked when the bell has rung.
  func takeResumed() -> [Int] { state.withLock { $0.budget.takeResumed() } }

  /// Passes on what was read of the worker in the slot.
  func pass(_ bytes: [UInt8], of slot: Int) {
    if bytes.isEmpty || !start(for: bytes) { return }
    append(bytes) { budget in
      budget.keep(bytes.count, of: slot)
      return Run(slot: slot, count: bytes.count)
    }
  }

  /// Passes on what a worker that has ended has left.
  func passRemainder(_ bytes: [UInt8], of slot: Int) {
    let canStart = bytes.isEmpty || start(for: bytes)
    append(canStart ? bytes : []) { Run(slot: slot, count: $0.keepRemainder(canStart ? bytes.count : 0, of: slot)) }
  }

  /// Gives the reader its last time; `join` follows.
  func stop() {
    state.withLock { $0.endNs = MonotonicTime.now() + Self.farewellNs }
    wake.raise()
  }

  /// Blocks until all is passed on, or the time is over.
  func join() {
    let thread = state.withLock { $0.thread }
    thread?.join()
  }

  /// Makes sure that the thread runs; where there is no room for it, the bytes are passed on here, as far as that is possible.
  private func start(for bytes: [UInt8]) -> Bool {
    let isRunning = state.withLock { state in
      if state.thread == nil {
        state.thread = try? .startForPool(name: name, signalMask: .internalThread) { [self] in run() }
      }
      return state.thread != nil
    }
    if !isRunning { SharedStream.write(bytes, to: .standardError, withinNs: 0) }
    return isRunning
  }

  private func append(_ bytes: [UInt8], _ account: (inout RelayBudget) -> Run) {
    let mustWake = state.withLock { state in
      let run = account(&state.budget)
      if run.count == 0 { return false }
      state.bytes += bytes.prefix(run.count)
      if let last = state.runs.indices.last, state.runs[last].slot == run.slot {
        state.runs[last].count += run.count
      } else {
        state.runs.append(run)
      }
      defer { state.isAsleep = false }
      return state.isAsleep
    }
    if mustWake { wake.raise() }
  }

  // MARK: The thread

  private enum Step {
    case pass([UInt8])
    case notify([UInt8])
    case sleep
    case end
  }

  private func run() {
    while true {
      switch next() {
      case .pass(let bytes): write(bytes, isKept: true)
      case .notify(let bytes): write(bytes, isKept: false)
      case .sleep: waitToBeWoken(timeoutNs: nil)
      case .end: return
      }
    }
  }

  private func next() -> Step {
    state.withLock { state in
      if MonotonicTime.now() >= state.endNs { return .end }
      if !state.bytes.isEmpty { return .pass(Array(state.bytes.prefix(Self.largestBurst))) }
      let droppedCount = state.budget.takeDropped()
      if droppedCount > 0 { return .notify(Self.notice(droppedCount)) }
      state.isAsleep = state.endNs == .max
      return state.isAsleep ? .sleep : .end
    }
  }

  private static func notice(_ count: Int) -> [UInt8] {
    Array(
      "WorkerPools: \(count) bytes that workers wrote to standard error were dropped, because nobody read them\n".utf8)
  }

  /// Writes the bytes; those that are kept are let go of as they go.
  private func write(_ bytes: [UInt8], isKept: Bool) {
    var rest = bytes[...]
    var isStalled = false
    while !rest.isEmpty {
      let left = state.withLock { $0.endNs } - MonotonicTime.now()
      let stream = SharedStream(.standardError)
      var doneCount = rest.count
      switch left > 0 ? stream.write(rest) : .refused {
      case .taken(let count): (doneCount, isStalled) = (count, false)
      case .refused: break
      case .full:
        doneCount = 0
        if isStalled { waitToBeWoken(timeoutNs: min(Self.stallNs, left)) }
        isStalled = stream.waitForRoom(or: wake.descriptor, timeoutNs: min(Self.lookAgainNs, left))
        wake.clear()
      }
      if isKept, doneCount > 0 { release(doneCount) }
      rest = rest.dropFirst(doneCount)
    }
  }

  private func waitToBeWoken(timeoutNs: Int?) {
    var entries = [PollEntry(wake.descriptor, .readable)]
    if let count = try? poll(&entries, timeoutNs: timeoutNs), count > 0 { wake.clear() }
  }

  /// The oldest bytes are gone.
  private func release(_ count: Int) {
    let hasResumed = state.withLock { $0.release(count) }
    if hasResumed { bell.raise() }
  }
}

extension StandardErrorRelay.State {
  /// Returns whether workers can be read again.
  fileprivate mutating func release(_ count: Int) -> Bool {
    bytes.removeFirst(count)
    if bytes.isEmpty { bytes = [] }
    var left = count
    var hasResumed = false
    while left > 0, let run = runs.first {
      let part = min(left, run.count)
      hasResumed = budget.release(part, of: run.slot)
      runs[0].count -= part
      if part == run.count { runs.removeFirst() }
      left -= part
    }
    return hasResumed
  }
}
