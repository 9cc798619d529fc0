internal import WorkerPoolsPosix

/// What follows from something that was done under a pool's lock, and is to happen when the lock is free again.
struct Aftermath {
  private var sleeper: HostPath?
  private var otherSleepers: [HostPath] = []
  private var news: [() -> Void] = []
  private var read: (slot: Int, worker: WorkerProcess)?
  /// Whether the dispatcher has something to do.
  var mustRing = false

  /// The worker sleeps, and has work now.
  mutating func wake(_ path: HostPath) {
    if sleeper == nil { sleeper = path } else { otherSleepers.append(path) }
  }

  /// Somebody is to be told something.
  mutating func tell(_ news: @escaping () -> Void) { self.news.append(news) }

  /// Whether `tellReplies` was called.
  var isReading: Bool { read != nil }

  /// The caller has taken the worker's consumer role and note of replies, whose tasks are to be told.
  mutating func tellReplies(_ slot: Int, _ worker: WorkerProcess) { read = (slot, worker) }

  /// Does it all.
  func happen(_ core: PoolCore) {
    sleeper?.wake()
    for path in otherSleepers { path.wake() }
    if mustRing { core.bell.raise() }
    for news in news { news() }
    if let read { core.finishReading(read.slot, read.worker) }
  }
}
