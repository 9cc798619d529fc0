internal import DequeModule
internal import WorkerPoolsPosix

/// What a pool tells its event handler, in order, on a thread of its own.
///
/// Events are noted under the pool's lock, which is what orders them, and handed over when it is free.
final class PoolEvents: Sendable {
  private let handler: @Sendable (PoolEvent) -> Void
  private let delivery: Delivery
  private let waiting = Locked<Deque<PoolEvent>>([])

  /// `nil` where nobody wants to be told.
  init?(_ configuration: ProcessPool.Configuration) {
    guard let handler = configuration.eventHandler else { return nil }
    self.handler = handler
    delivery = Delivery(
      threadName: PlatformThread.name(configuration.name, suffix: "-event"), callbackMask: .current
    ) { _ in }
  }

  /// Starts the thread.
  func start() throws { try delivery.start() }

  /// Tells what is left, and ends the thread.
  func stop() { delivery.stop() }

  /// Whether the caller is the handler.
  var isCurrent: Bool { delivery.isCurrent }

  /// Takes note of an event; under the pool's lock.
  func note(_ event: PoolEvent, _ aftermath: inout Aftermath) {
    waiting.withLock { $0.append(event) }
    // Unowned where nobody tells them: in a pool that could not be started.
    aftermath.tell { [self] in delivery.deliver { [weak self] in self?.tellNext() } }
  }

  private func tellNext() {
    if let event = waiting.withLock({ $0.popFirst() }) { handler(event) }
  }
}

// What the pool's events are; under the lock.
extension PoolCore {
  func noteStart(_ slot: Int, pid: Int32, _ aftermath: inout Aftermath) {
    guard let events else { return }
    events.note(PoolEvent(.workerStarted, slot: slot, pid: pid), &aftermath)
    if let predecessor = lastPids[slot] {
      events.note(PoolEvent(.workerReplaced, slot: slot, pid: pid, predecessorPid: predecessor), &aftermath)
    }
    lastPids[slot] = pid
  }

  /// The process of the worker is gone, whose end was ordered or not.
  func noteEnd(
    _ slot: Int, _ worker: WorkerProcess, _ end: WorkerEnd?, cause: String, _ aftermath: inout Aftermath
  ) {
    guard let events else { return }
    let wasTold = worker.wasDismissed
    events.note(
      PoolEvent(
        wasTold ? .workerRetired : .workerDied, slot: slot, pid: worker.child.pid, worker: end,
        cause: wasTold ? nil : cause), &aftermath)
  }
}
