/// Something that happened to a process pool's workers, for logs, metrics and traces.
///
/// Given to ``ProcessPool/Configuration/eventHandler``. Tasks have no events: their results, and callbacks, say what became of
/// them.
public struct PoolEvent: Sendable {
  /// What happened; more may be added.
  public struct Kind: Hashable, Sendable, CustomStringConvertible {
    /// The kind's name.
    public let description: String

    private init(_ name: String) { description = name }

    /// A worker process was started.
    public static let workerStarted = Kind("workerStarted")
    /// A worker has taken the place of another one that had ended; follows its `workerStarted`.
    public static let workerReplaced = Kind("workerReplaced")
    /// A worker has run its initializer and takes tasks.
    public static let workerReady = Kind("workerReady")
    /// A worker process ended that had not been told to end: it crashed, called `exit`, could not be initialised, or was
    /// killed, also by the pool because of a time limit or a cancelled task, or by `terminate`.
    public static let workerDied = Kind("workerDied")
    /// A worker process ended as the pool had told it: because the pool closed or shrank, or the worker was recycled.
    public static let workerRetired = Kind("workerRetired")
    /// A worker process could not be started; the pool tries again, later and later.
    public static let workerNotStarted = Kind("workerNotStarted")
    /// Workers died again and again, or none could be started, so that the pool runs no further task.
    public static let poolGaveUp = Kind("poolGaveUp")
  }

  /// What happened.
  public let kind: Kind
  /// When that was noticed.
  public let time: ContinuousClock.Instant
  /// The worker's place in the pool, as in ``ProcessPool/Statistics/workers``; `nil` for an event of the pool itself.
  public let slot: Int?
  /// The worker's process identifier; `nil` where there is no process.
  public let pid: Int32?
  /// For `workerReplaced`: the process whose place it takes.
  public let predecessorPid: Int32?
  /// For `workerDied` and `workerRetired`: how the process ended.
  public let worker: WorkerEnd?
  /// For `workerDied` and `workerNotStarted`: what happened, as the second part of a sentence, with the line in which a crashed
  /// program says why.
  public let cause: String?
  /// For `poolGaveUp` and `workerNotStarted`: the error.
  public let error: PoolError?

  init(
    _ kind: Kind, slot: Int? = nil, pid: Int32? = nil, predecessorPid: Int32? = nil, worker: WorkerEnd? = nil,
    cause: String? = nil, error: PoolError? = nil
  ) {
    self.kind = kind
    self.slot = slot
    self.pid = pid
    self.predecessorPid = predecessorPid
    self.worker = worker
    self.cause = cause
    self.error = error
    time = .now
  }
}

extension PoolEvent: CustomStringConvertible {
  /// One line: what happened, to which worker, and why.
  public var description: String {
    [
      kind.description, slot.map { "slot \($0)" }, pid.map { "pid \($0)" },
      predecessorPid.map { "in the place of \($0)" }, cause ?? error?.description ?? worker?.termination.description,
    ].compactMap { $0 }.joined(separator: ", ")
  }
}
