internal import WorkerPoolsPosix

/// What a pool reports about itself, as opposed to what a task throws.
public struct PoolError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of error it is; more may be added.
  public struct Code: Hashable, Sendable {
    private let name: String

    private init(_ name: String) { self.name = name }

    /// The pool was closed and takes no more tasks.
    public static let closed = Code("closed")
    /// The pool was terminated before the task had ended, or before it was submitted.
    public static let terminated = Code("terminated")
    /// `join` was called before `close` or `terminate`.
    public static let notClosed = Code("notClosed")
    /// `join` was called by a callback or a task of the same pool, which `join` would have to wait for.
    public static let joinedFromInside = Code("joinedFromInside")
    /// The time that a call was given has passed.
    public static let timedOut = Code("timedOut")
    /// The result was asked about before it was there.
    public static let notReady = Code("notReady")
    /// The worker died while it ran the task.
    public static let workerDied = Code("workerDied")
    /// Workers died again and again without finishing a task, so that the pool gave up.
    public static let workersKeepDying = Code("workersKeepDying")
    /// A worker process or a thread could not be started, or what was started cannot be a worker.
    public static let cannotStart = Code("cannotStart")
    /// The type cannot be found by name in a worker.
    public static let unreachableFunction = Code("unreachableFunction")
    /// A value could not be encoded.
    public static let cannotEncode = Code("cannotEncode")
    /// A value could not be decoded.
    public static let cannotDecode = Code("cannotDecode")
    /// The task was cancelled.
    public static let cancelled = Code("cancelled")
    /// The task took longer than it, or a task of the pool, may, and was killed.
    public static let taskTimedOut = Code("taskTimedOut")
    /// The pool's queue is full, and the pool is configured not to wait.
    public static let queueFull = Code("queueFull")
    /// An input or an output is larger than the pool's limit, or than the system has memory for.
    public static let payloadTooLarge = Code("payloadTooLarge")
    /// A callback would have to wait for another callback of the same pool, which cannot run before it ends; a task of a
    /// thread pool would wait for itself, or for its pool to be idle; or more tasks would wait one inside the other on one
    /// thread than its stack has room for, or than 256.
    public static let waitedFromInside = Code("waitedFromInside")
    /// An asynchronous function used the main queue or the main actor in a worker where they do not work: one that a fork
    /// server has forked.
    public static let mainQueueUnavailable = Code("mainQueueUnavailable")
    /// The configuration makes no sense, or the options of a task make none.
    public static let invalidConfiguration = Code("invalidConfiguration")
  }

  /// What kind of error it is.
  public let code: Code
  /// The worker that ended, where the error is about one.
  public let worker: WorkerEnd?
  /// The system's error number, where a system call was refused.
  public let systemErrorNumber: Int32?
  /// One sentence: what was wrong, and what to do.
  public let description: String
  /// Whether the same would come of every other attempt, so that none is to be made.
  let isFinal: Bool

  init(
    _ code: Code, _ description: String, worker: WorkerEnd? = nil, systemErrorNumber: Int32? = nil,
    isFinal: Bool = false
  ) {
    self.code = code
    self.isFinal = isFinal
    self.worker = worker
    self.systemErrorNumber = systemErrorNumber
    self.description = description
  }
}

extension PoolError {
  static let closed = PoolError(.closed, "the pool is closed; submit before close, or make another pool")
  static let terminated = PoolError(.terminated, "the pool was terminated before the task had ended")
  static let notClosed = PoolError(.notClosed, "the pool is still open; call close or terminate before join")
  static let joinedFromInside = PoolError(
    .joinedFromInside, "a callback, a hook or a task cannot join its own pool; join from another thread")
  static let notReady = PoolError(.notReady, "the result is not there yet; wait for it before you ask how it is")

  static let waitedFromInside = PoolError(
    .waitedFromInside, "a callback cannot wait for a result whose own callback must run first; wait on another thread")
  static let waitedForItself = PoolError(
    .waitedFromInside, "a task cannot wait for itself, nor for one that waits for it; wait on another thread")
  static let waitedForIdleFromInside = PoolError(
    .waitedFromInside, "a thread of a pool cannot wait for its own pool to be idle; wait on another thread")
  static let waitsTooDeep = PoolError(
    .waitedFromInside,
    "too many tasks wait one inside the other on this thread; have the task return before what follows begins")
  static let mainQueueUnavailable = PoolError(
    .mainQueueUnavailable,
    "the main queue and the main actor do not work in workers that a fork server forks; use the start method spawn")
  static let cancelled = PoolError(.cancelled, "the task was cancelled before it had ended")

  static func taskTimedOut(_ limit: Duration, ofTask isOwn: Bool, pid: Int32) -> PoolError {
    let rule = isOwn ? "its own limit of \(limit)" : "the \(limit) that a task of this pool may"
    return PoolError(
      .taskTimedOut, "the task ran longer than \(rule), and worker \(pid) was killed",
      worker: WorkerEnd(pid: pid, termination: .signaled(SignalNumber.kill)))
  }

  static func queueFull(_ limit: Int) -> PoolError {
    PoolError(.queueFull, "the queue is full, whose limit is \(limit); submit again later, or have submitters wait")
  }

  static func payloadTooLarge(_ count: Int, limit: Int) -> PoolError {
    PoolError(
      .payloadTooLarge,
      "a value of \(count) bytes is larger than the limit of \(limit); raise maxPayloadBytes or split it")
  }

  static func payloadTooLarge(_ count: Int, _ cause: PosixError) -> PoolError {
    PoolError(
      .payloadTooLarge,
      cause.isShortage
        ? "there is no memory to pass a value of \(count) bytes: \(cause)"
        : "the system refuses memory to pass a value of \(count) bytes: \(cause)",
      systemErrorNumber: cause.code.rawValue)
  }

  static func initializerFailed(_ error: any Error) -> PoolError {
    PoolError(.cannotStart, "the initializer of a thread threw, so that the thread was not started: \(error)")
  }

  static func timedOut(_ awaited: String) -> PoolError {
    PoolError(.timedOut, "\(awaited) was not there in the given time; wait again or longer")
  }

  /// The worker with that process identifier died while it ran the task; `cause` is the line that it wrote before.
  public static func workerDied(pid: Int32, _ termination: WorkerTermination, cause: String? = nil) -> PoolError {
    PoolError(
      .workerDied, "the worker \(pid) \(termination) while it ran the task" + (cause.map { ": \($0)" } ?? ""),
      worker: WorkerEnd(pid: pid, termination: termination))
  }

  static func workersKeepDying(count: Int, cause: String) -> PoolError {
    PoolError(
      .workersKeepDying,
      "\(count) workers in a row died without finishing a task, the last one because it \(cause); fix that and make another pool"
    )
  }

  static func noWorkerStarts(count: Int, cause: String) -> PoolError {
    PoolError(
      .cannotStart,
      "tasks wait and no worker could be started in \(count) attempts (\(cause)); allow more of that and make another pool"
    )
  }

  /// Whether it is about a start that the system had no room for, which may be otherwise at another time.
  var isShortage: Bool {
    guard code == .cannotStart, !isFinal, let number = systemErrorNumber else { return false }
    return Errno(rawValue: number).isShortage
  }

  static func cannotStart(_ error: SpawnError) -> PoolError {
    PoolError(.cannotStart, error.description, systemErrorNumber: error.code.rawValue)
  }

  static func cannotStart(_ error: PosixError) -> PoolError {
    PoolError(.cannotStart, error.description, systemErrorNumber: error.code.rawValue)
  }

  static func unreachableFunction(_ type: Any.Type) -> PoolError {
    PoolError(
      .unreachableFunction,
      "a worker cannot find \(type) by name because it is private, fileprivate or local; declare it internal or public at file level or in a type"
    )
  }

  static func cannotEncode(_ type: Any.Type, _ cause: String) -> PoolError {
    PoolError(.cannotEncode, "a value of type \(type) could not be encoded: \(cause)")
  }

  static func cannotDecode(_ type: Any.Type, _ cause: String) -> PoolError {
    PoolError(.cannotDecode, "a value of type \(type) could not be decoded: \(cause)")
  }
}
