internal import WorkerPoolsPosix

extension ThreadPool {
  /// What a pool has done so far.
  public struct Statistics: Sendable {
    /// A thread's place in the pool, whose threads may follow each other when the pool is resized.
    public struct Thread: Sendable, Hashable {
      /// Whether there is a thread in this place now.
      public var isRunning = false
      /// How many tasks ended there; a chunk of a map is one.
      public var tasksFinished = 0
      /// How long they ran.
      ///
      /// An estimate where tasks are so short that only one in 64 is timed: of the first long ones after many such, some are
      /// not in it.
      public var busyTime = Duration.zero
    }

    /// The threads, by place.
    public var threads: [Thread]
    /// From the submission of tasks to their beginning.
    ///
    /// Tasks that whoever waited for them ran are not in it.
    public var queueWait: DurationHistogram
    /// From the beginning of tasks to their end.
    public var runTime: DurationHistogram
  }
}

/// The times of a thread pool's tasks.
struct ThreadTimes {
  private(set) var queueWait = DurationHistogram()
  private(set) var runTime = DurationHistogram()

  mutating func record(waitedNs: Int, ranNs: Int) {
    queueWait.record(waitedNs)
    runTime.record(ranNs)
  }
}

extension ThreadPoolCore {
  /// The figures for whoever asks.
  var statistics: ThreadPool.Statistics {
    let times = times.withLock { $0 }
    let threads = workers.map { worker in
      ThreadPool.Statistics.Thread(
        isRunning: isLive(worker), tasksFinished: worker.finishedCount, busyTime: .nanoseconds(worker.busyTimeNs))
    }
    return ThreadPool.Statistics(threads: threads, queueWait: times.queueWait, runTime: times.runTime)
  }
}
