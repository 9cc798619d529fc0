internal import WorkerPoolsPosix

// The options of single tasks. Few have any, so they lie beside the tasks, which have a mark in their record; the table is
// asked only about those that have it.
extension PoolCore {
  /// Hands over a task that has options; a task that is refused leaves none.
  func submit(_ task: PoolTask, _ options: TaskOptions) throws {
    try keep(options, for: task)
    do {
      try submit(task)
    } catch {
      forgetOptions(of: task)
      throw error
    }
  }

  /// As `submit`, without blocking a thread.
  func submit(awaitingRoom task: PoolTask, _ options: TaskOptions) async throws -> Suspension.Wake {
    try keep(options, for: task)
    do {
      let wake = try await submit(awaitingRoom: task)
      if wake != .told { forgetOptions(of: task) }
      return wake
    } catch {
      forgetOptions(of: task)
      throw error
    }
  }

  private func keep(_ options: TaskOptions, for task: PoolTask) throws(PoolError) {
    try options.check()
    if options.isEmpty { return }
    locked { _ in
      task.record.insert(.hasOptions)
      self.options[ObjectIdentifier(task)] = options
    }
  }

  private func forgetOptions(of task: PoolTask) {
    locked { _ in dropOptions(of: task) }
  }

  /// The task has ended, or was refused; under the lock.
  func dropOptions(of task: PoolTask) {
    guard task.record.contains(.hasOptions) else { return }
    task.record.remove(.hasOptions)
    options[ObjectIdentifier(task)] = nil
  }

  /// What is different for the task; under the lock.
  func options(of task: PoolTask) -> TaskOptions? {
    task.record.contains(.hasOptions) ? options[ObjectIdentifier(task)] : nil
  }

  /// How long the task may run, by its own options or the pool's, `nil` for any time; under the lock.
  func timeLimitNs(of work: QueuedTask) -> Int? {
    guard work.hasOptions, let own = options(of: work.task)?.timeLimit else { return taskTimeoutNs }
    return own.nanoseconds
  }

  /// The error of a task that ran for longer than it may; to be made before the task ends.
  func overdue(_ task: PoolTask, pid: Int32) -> PoolError {
    if let own = options(of: task)?.timeLimit { return .taskTimedOut(own, ofTask: true, pid: pid) }
    return .taskTimedOut(configuration.taskTimeout ?? .zero, ofTask: false, pid: pid)
  }

  /// The worker is about to run a task that may have a limit of its own: the dispatcher is to look after it in time.
  ///
  /// It looks at tasks that come first. One that lay behind others when it was sent may have escaped it.
  func watchFirst(_ slot: Int) {
    guard !options.isEmpty, let first = state.firstHeld(slot), first.hasOptions else { return }
    if let limit = timeLimitNs(of: first) { needDispatcher(at: MonotonicTime.now() + limit) }
  }
}
