internal import WorkerPoolsPosix

// What the dispatcher expects of a process that was started: that it is a worker.
extension PoolDispatcher {
  /// Has a process of another program looked at that may turn out to be no worker.
  ///
  /// A fork is a worker from its first line on, and the host's own program has the library in it.
  func scheduleExpectation(_ slot: Int) {
    guard !hasServed, configuration.executable != nil, configuration.startMethod == .spawn else { return }
    let limitNs = min(StartPatience.firstLookNs, configuration.startTimeout?.nanoseconds ?? .max)
    roster.scheduleAnnouncement(slot, at: MonotonicTime.now() + limitNs)
  }

  /// Ends the process in the slot if it is no worker and nothing but its own program keeps it from that.
  func expectWorker(_ slot: Int) {
    guard let worker = core.worker(slot) else { return }
    readLifeLine(worker)
    guard !hasServed else { return }
    if StartPatience.isOver(.of(pid: worker.child.pid)) {
      worker.killSilentProgram()
    } else {
      roster.scheduleAnnouncement(slot, at: MonotonicTime.now() + StartPatience.nextLookNs)
    }
  }

  /// Learns whether the process is a worker.
  func readLifeLine(_ worker: WorkerProcess) {
    worker.readLifeLine()
    if worker.isWorker || worker.isReady { hasServed = true }
  }

  /// Why no process of the pool can be a worker, as far as the end of this one shows it.
  func startFailure(_ worker: WorkerProcess, _ status: TerminationStatus) -> PoolError? {
    readLifeLine(worker)
    if worker.isWorker || worker.isReady { return nil }
    if worker.isSilentProgram, let executable = configuration.executable { return .silentProgram(executable) }
    return .startFailure(of: configuration.executable, ended: status, hasServed: hasServed)
  }
}
