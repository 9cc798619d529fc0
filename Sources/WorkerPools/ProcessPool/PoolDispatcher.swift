internal import WorkerPoolsPosix

/// The thread of a process pool that talks to its workers: it alone decides, sends, receives and collects.
///
/// What happens is told to the `PoolState`, and what that orders is done.
final class PoolDispatcher: @unchecked Sendable {  // once `run` has begun only its own thread touches it
  private let configuration: ProcessPool.Configuration
  private let inbox: PoolInbox
  private let board: PoolBoard
  private let roster: WorkerRoster
  private var state: PoolState<PoolTask>
  private var functionNames: [String] = []
  private var seen = (closed: false, terminated: false)

  /// Starts all workers; throws a `PoolError` and leaves nothing where one cannot be started.
  init(_ configuration: ProcessPool.Configuration, inbox: PoolInbox, board: PoolBoard) throws {
    self.configuration = configuration
    self.inbox = inbox
    self.board = board
    do {
      roster = try WorkerRoster(slots: configuration.workers, inbox: inbox.descriptor)
    } catch {
      throw PoolError.cannotStart(error)
    }
    state = PoolState(workers: configuration.workers, restartBudget: configuration.effectiveRestartBudget)
    do {
      for slot in 0..<configuration.workers { try startProcess(slot) }
    } catch {
      abandonProcesses()
      throw error
    }
  }

  /// Serves the pool until it is over.
  func run() {
    while !state.isOver {
      let orders = inbox.takeOrSleep(seen: seen)
      if let orders { obey(orders) }
      for slot in roster.takeDue() { restart(slot) }
      act()
      if state.isOver { break }
      let events = roster.wait(mayBlock: orders == nil)
      inbox.stayAwake()
      for event in events { handle(event) }
    }
    board.change { $0.failure = $0.failure ?? .terminated }
  }

  /// Kills and collects all workers, where the pool cannot begin.
  func abandonProcesses() {
    for slot in 0..<configuration.workers {
      guard let process = roster[slot] else { continue }
      process.kill()
      _ = process.child.wait()
      roster.clear(slot)
    }
  }

  // MARK: Orders

  private func obey(_ orders: PoolInbox.Orders) {
    seen = (orders.isClosed, orders.isTerminated)
    functionNames.append(contentsOf: orders.names)
    if orders.isTerminated { state.terminate() }
    for (task, slot) in orders.tasks { state.submit(task, slot: slot) }
    if orders.isClosed { state.close() }
  }

  private func act() {
    while let action = state.takeAction() {
      switch action {
      case .start(let slot, let delayNs): roster.schedule(slot, at: MonotonicTime.now() + delayNs)
      case .send(let task, let slot):
        roster[slot]?.send(task, functionNames: functionNames)
        roster.update(slot)
      case .dismiss(let slot): end(slot) { $0.dismiss() }
      case .kill(let slot): end(slot) { $0.kill() }
      case .drop(let task, let reason): task.end.failed(PoolError(reason))
      }
    }
  }

  private func end(_ slot: Int, _ end: (WorkerProcess) -> Void) {
    if let process = roster[slot] {
      end(process)
      roster.update(slot)
    } else {
      roster.clear(slot)
      _ = state.ended(slot, hasBegun: false, cause: "was not needed")
    }
  }

  // MARK: Workers

  private func startProcess(_ slot: Int) throws {
    let process = try WorkerProcess.spawn(executable: configuration.executable, setup: configuration.setup)
    do {
      try roster.add(process, slot: slot)
    } catch {
      process.kill()
      _ = process.child.wait()
      process.close()
      throw PoolError.cannotStart(error)
    }
    roster.update(slot)
    board.change { $0.pids[slot] = process.child.pid }
  }

  private func restart(_ slot: Int) {
    do {
      try startProcess(slot)
    } catch {
      roster.clear(slot)
      lose(slot, hasBegun: false, cause: "could not be started: \(error)", error: .terminated)
    }
  }

  private func handle(_ event: WorkerRoster.Event) {
    switch event {
    case .inbox: inbox.clear()
    case .channel(let process, let slot):
      process.flush()
      receive(from: process, slot, isEnding: false)
      // Silent and alive, it runs another program or has closed what is not its own: nothing more can come of it.
      if process.isSilent { process.child.signalGroup(SignalNumber.kill) }
      roster.update(slot)
    case .ended(let process, let slot): collect(process, slot)
    }
  }

  private func receive(from process: WorkerProcess, _ slot: Int, isEnding: Bool) {
    while let message = process.receive() {
      switch message {
      case .ready(let spawnNs):
        board.change {
          $0.readyCount += 1
          $0.spawnSamples.append(spawnNs)
        }
        if !isEnding { state.becameReady(slot) }
        act()
      case .returned(let body): finish(slot, isEnding)?.end.returned(body)
      case .threw(let error): finish(slot, isEnding)?.end.failed(error)
      }
    }
  }

  /// Keeps the worker going before anybody looks at what it has returned.
  private func finish(_ slot: Int, _ isEnding: Bool) -> PoolTask? {
    let task = state.finished(slot, isEnding: isEnding)
    act()
    return task
  }

  private func collect(_ process: WorkerProcess, _ slot: Int) {
    // Answers that it gave before it ended count.
    receive(from: process, slot, isEnding: true)
    if process.orderedToEndNs == nil { process.child.signalGroup(SignalNumber.kill) }
    guard let (status, _) = process.child.tryWait() else { return }
    let collectedNs = MonotonicTime.now()
    board.change { facts in
      facts.pids[slot] = 0
      if process.isReady { facts.readyCount -= 1 }
      if let orderedNs = process.orderedToEndNs { facts.reapSamples.append(collectedNs - orderedNs) }
    }
    roster.clear(slot)
    let cause = process.initializerFailure.map { "had an initializer that failed: \($0)" }
    let end = process.isReady ? "\(status)" : "\(status) before it was ready"
    let died = PoolError.workerDied(pid: process.child.pid, WorkerTermination(status))
    lose(slot, hasBegun: process.hasBegun, cause: cause ?? end, error: died)
  }

  private func lose(_ slot: Int, hasBegun: Bool, cause: String, error: PoolError) {
    let casualty = state.ended(slot, hasBegun: hasBegun, cause: cause)
    if let failure = state.failure {
      inbox.refuse(PoolError(failure))
      board.change { $0.failure = PoolError(failure) }
    }
    act()
    casualty?.end.failed(error)
  }
}

extension PoolError {
  fileprivate init(_ reason: PoolState<PoolTask>.Reason) {
    switch reason {
    case .terminated: self = .terminated
    case .workersKeepDying(let count, let cause): self = .workersKeepDying(count: count, cause: cause)
    }
  }
}
