internal import WorkerPoolsPosix

/// What workers write to standard error, as the dispatcher takes it in: whose pipe is read, and whose has to wait for room.
struct StandardErrorIntake {
  private let relay: StandardErrorRelay
  /// The slots whose pipes are not read before there is room for more.
  private var paused: Set<Int> = []

  init(_ core: PoolCore) throws(PosixError) {
    relay = try StandardErrorRelay(
      threadName: PlatformThread.name(core.configuration.name, suffix: "-err"), bell: core.bell)
  }

  /// The worker has written something: reads it, or leaves it in the pipe until there is room.
  mutating func read(_ worker: WorkerProcess, _ slot: Int, _ roster: WorkerRoster) {
    let room = relay.room(for: slot)
    if room > 0 {
      relay.pass(worker.standardError.read(atMost: room, answered: worker.path.sentReplies), of: slot)
    } else {
      paused.insert(slot)
    }
    if room == 0 || worker.standardError.isOver { roster.ignore(worker.standardError.descriptor) }
  }

  /// The bell has rung: reads the pipes again that had to wait, if there is room.
  mutating func resume(_ core: PoolCore, _ roster: WorkerRoster) {
    if paused.isEmpty { return }
    for slot in relay.takeResumed() {
      guard let worker = core.worker(slot), paused.contains(slot) else { continue }
      if roster.watchStandardError(worker, slot: slot) { paused.remove(slot) }
    }
  }

  /// The worker's process has ended: reads what it has left; returns the line in which it said why it crashed.
  mutating func finish(_ worker: WorkerProcess, _ slot: Int) -> String? {
    paused.remove(slot)
    let answered = worker.path.sentReplies
    relay.passRemainder(worker.standardError.readRemainder(answered: answered), of: slot)
    return worker.standardError.fatalErrorLine(answered: answered)
  }

  /// There are no more workers: the reader has its last second, which `join` waits for.
  func stop() { relay.stop() }

  func join() { relay.join() }
}
