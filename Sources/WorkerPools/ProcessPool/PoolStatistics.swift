internal import Histogram
internal import WorkerPoolsPosix

extension ProcessPool {
  /// What a pool has done so far.
  public struct Statistics: Sendable {
    /// A worker's place in the pool, whose processes follow each other.
    public struct Worker: Sendable, Hashable {
      /// The process that runs now; `nil` for none.
      public var pid: Int32?
      /// How many tasks its processes have ended; a chunk of a map is one.
      public var tasksFinished = 0
      /// How long they ran tasks; an estimate where tasks are so short that not all are timed.
      public var busyTime = Duration.zero
      /// How many times a process was started in the place of one that had ended.
      public var restarts = 0
    }

    /// The workers, by place.
    public var workers: [Worker]
    /// From the submission of tasks to their beginning in a worker.
    public var queueWait: DurationHistogram
    /// From the beginning of tasks in a worker to their end.
    public var runTime: DurationHistogram
  }
}

/// A distribution of durations, with two significant digits.
///
/// Recorded by HdrHistogram (http://hdrhistogram.org) up to an hour; longer ones count as an hour.
public struct DurationHistogram: Sendable {
  static let highestNs: UInt64 = 3_600_000_000_000

  private var histogram = Histogram<UInt32>(
    lowestDiscernibleValue: 1, highestTrackableValue: Self.highestNs, numberOfSignificantValueDigits: .two)

  init() {}

  mutating func record(_ nanoseconds: Int) {
    histogram.record(min(UInt64(max(nanoseconds, 0)), Self.highestNs))
  }

  /// How many durations were recorded: where tasks last 20 us or more every one's, else one in sixteen
  /// of a process pool, or in 64 of a thread pool.
  public var count: Int { Int(histogram.totalCount) }

  /// The duration that so many percent of the recorded ones do not exceed, 0 to 100; `nil` where none was recorded.
  public func percentile(_ percent: Double) -> Duration? {
    count == 0 ? nil : .nanoseconds(Int(histogram.valueAtPercentile(min(max(percent, 0), 100))))
  }

  /// The longest duration; `nil` where none was recorded.
  public var maximum: Duration? { count == 0 ? nil : .nanoseconds(Int(histogram.max)) }
}

/// The figures of a pool while it runs.
struct PoolStatistics {
  /// Tasks that last this long are timed one by one.
  private static let longTaskNs = 20_000
  /// Longer ones, of which there are none, count as this long.
  private static let longestNs = 1 << 56
  /// Of shorter ones, one in so many.
  private static let stampInterval = 16

  private(set) var workers: [ProcessPool.Statistics.Worker]
  /// From each spawn call to the worker's first own instruction, in nanoseconds.
  private(set) var spawnNs = NewestSamples()
  /// From each order to end to the worker's collection, in nanoseconds.
  private(set) var reapNs = NewestSamples()
  private var queueWait = DurationHistogram()
  private var runTime = DurationHistogram()
  private var submittedCount = 0
  /// The slots that had a process before.
  private var usedSlots: Set<Int> = []
  private var hasShortTasks = false

  init(workers: Int) { self.workers = Array(repeating: .init(), count: workers) }

  mutating func grow(to count: Int) {
    while workers.count < count { workers.append(.init()) }
  }

  /// The time for a task that is to be timed, 0 for another.
  mutating func stampForSubmission() -> Int {
    submittedCount &+= 1
    return hasShortTasks && submittedCount % Self.stampInterval != 0 ? 0 : MonotonicTime.now()
  }

  /// A worker's answer to a task.
  mutating func finished(_ slot: Int, submittedNs: Int, _ reply: TaskSlot) {
    workers[slot].tasksFinished += 1
    guard reply.beganNs > 0, submittedNs > 0 else { return }
    // The worker's own words, which need not be true: no figure of them may overflow.
    let ranNs = min(max(reply.endedNs &- reply.beganNs, 0), Self.longestNs)
    queueWait.record(reply.beganNs &- submittedNs)
    runTime.record(ranNs)
    workers[slot].busyTime += .nanoseconds(hasShortTasks ? ranNs * Self.stampInterval : ranNs)
    hasShortTasks = ranNs < Self.longTaskNs
  }

  mutating func started(_ slot: Int, pid: Int32) {
    workers[slot].pid = pid
    if !usedSlots.insert(slot).inserted { workers[slot].restarts += 1 }
  }

  mutating func becameReady(spawnNs: Int) { self.spawnNs.append(spawnNs) }

  mutating func ended(_ slot: Int, reapNs: Int?) {
    workers[slot].pid = nil
    if let reapNs { self.reapNs.append(reapNs) }
  }

  /// The figures for whoever asks.
  var snapshot: ProcessPool.Statistics {
    ProcessPool.Statistics(workers: workers, queueWait: queueWait, runTime: runTime)
  }
}
