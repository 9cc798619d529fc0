internal import WorkerPoolsPosix

extension ThreadPool {
  /// What a call that submits tasks does where the queue is full; as for a process pool.
  public typealias QueueFullPolicy = ProcessPool.QueueFullPolicy

  /// Everything that can be chosen about a thread pool.
  ///
  /// What is out of its range is refused when the pool is made, with an error of the code `invalidConfiguration`.
  public struct Configuration: Sendable {
    /// How many threads the pool has, at least 1; by default the cores that the calling thread may use.
    public var threads: Int
    /// What the pool is called in messages; its threads are named after it, cut so that all fits 15 bytes.
    public var name: String
    /// The size of each thread's stack in bytes, of which a thread has at least 64 KiB; `nil` for the system's default.
    public var stackSize: Int?
    /// How many accepted tasks may wait beyond one for each thread, 0 or more; `nil` for any number.
    ///
    /// A chunk of a map is one task. Tasks that are submitted by tasks of the same pool are not held up: nobody else might
    /// make room for them. A task that is cancelled gives its place back at once, though a few bytes of it stay in the queue
    /// until a thread passes them by.
    public var queueLimit: Int?
    /// What a submitter meets where the queue is full.
    public var whenQueueIsFull = QueueFullPolicy.wait
    /// Whether each thread is confined to one core, in turn, of those that the process may use.
    ///
    /// For tasks that keep all cores of a quiet machine busy; elsewhere the scheduler does better.
    public var pinsThreads = false
    /// What each thread runs before its first task; it must not use the pool itself.
    ///
    /// Where it throws, the thread is not started, and the call that wanted it throws an error of the code `cannotStart`.
    public var initializer: (@Sendable () throws -> Void)?
    /// What each thread runs after its last task, where its initializer did not throw.
    public var exitHook: (@Sendable () -> Void)?
    /// Where an error goes that a callback throws; by default a line on standard error.
    public var callbackErrorHandler: (@Sendable (any Error) -> Void)?

    /// A configuration with the defaults, and where they are given this number of threads and this name.
    public init(threads: Int? = nil, name: String = "threads") {
      self.threads = threads ?? CoreCount.available
      self.name = name
    }

    func check() throws(PoolError) {
      try Self.checkThreads(threads)
      if let queueLimit, queueLimit < 0 {
        throw PoolError(.invalidConfiguration, "a queue limit must be 0 or more, not \(queueLimit)")
      }
      if let stackSize, stackSize < 1 {
        throw PoolError(.invalidConfiguration, "a stack needs at least 1 byte, not \(stackSize)")
      }
    }

    static func checkThreads(_ count: Int) throws(PoolError) {
      if count < 1 { throw PoolError(.invalidConfiguration, "a pool needs at least 1 thread, not \(count)") }
      if count > 1 << 16 {
        throw PoolError(.invalidConfiguration, "a pool has at most \(1 << 16) threads, not \(count)")
      }
    }

    /// The name of the thread in that place, in at most 15 bytes and whole characters.
    func threadName(_ slot: Int) -> String {
      PlatformThread.name(name, suffix: "-\(slot)")
    }
  }
}
