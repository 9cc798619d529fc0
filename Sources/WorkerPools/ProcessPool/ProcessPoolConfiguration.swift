internal import WorkerPoolsPosix

extension ProcessPool {
  /// What a call that submits tasks does where the queue is full.
  ///
  /// More may be added.
  public struct QueueFullPolicy: Hashable, Sendable, CustomStringConvertible {
    /// The policy's name.
    public let description: String

    private init(_ name: String) { description = name }

    /// Waits for room.
    public static let wait = QueueFullPolicy("wait")
    /// Throws an error of the code `queueFull`; a map does where it has more chunks than there is room for, and runs none.
    public static let fail = QueueFullPolicy("fail")
  }

  /// Everything that can be chosen about a process pool.
  ///
  /// What is out of its range is refused when the pool is made, with an error of the code `invalidConfiguration`.
  public struct Configuration: Sendable {
    /// How many workers the pool has, at least 1; by default the cores that this process may use.
    public var workers: Int
    /// What the pool is called in messages and in the names of its threads.
    public var name: String
    /// The program that workers run; `nil` for this program, which is what nearly every host wants.
    ///
    /// Another one must link the same version of WorkerPools and have the same functions, of the same modules, built by the same
    /// compiler. If it turns out to be no such program, which may take ten seconds, the pool gives up at once with an error of
    /// the code `cannotStart`.
    public var executable: String?
    /// The variables that workers find, and no others; `nil` for those that the host has when the pool is made.
    ///
    /// Names are not empty and have no `=`; neither names nor values have a zero character. Workers that are linked dynamically
    /// may need the host's `LD_LIBRARY_PATH`. With a `SWIFT_BACKTRACE` among the variables, workers print backtraces as it says.
    public var environment: [String: String]?
    /// The folder that workers begin in; `nil` for the one that the host is in when the pool is made.
    ///
    /// A path; one that is relative begins where the host is when the pool is made. The folder must exist and may be moved or
    /// removed later.
    public var workingDirectory: String?
    /// The numbers of the cores that workers may run on; `nil` for those of the thread that makes the pool.
    ///
    /// At least one, and only such as this process may use. The number of workers does not follow from it.
    public var affinity: Set<Int>?
    /// How workers are started.
    public var startMethod = StartMethod.spawn
    /// After how many tasks, at least 1, a worker ends and another takes its place; `nil` for never.
    ///
    /// A chunk of a map is one task.
    public var maxTasksPerWorker: Int?
    /// Above how many bytes of memory of its own, after a task, a worker ends and another takes its place; `nil` for never.
    ///
    /// At least 1. What counts is the worker's resident anonymous memory, which is what its tasks keep: its heap, its stacks and
    /// private pages that were written to. The memory in which inputs and outputs pass between host and worker does not count,
    /// nor do the program's own files. Looked up at most once a millisecond.
    public var maxMemoryPerWorker: Int?
    /// How long a task may run; then its worker is killed, with all that the task started, and replaced.
    ///
    /// Longer than zero; `nil` for any time. The clock starts when the task begins, and a chunk of a map is one task. The
    /// task's error has the code `taskTimedOut`.
    public var taskTimeout: Duration?
    /// How long a worker may take to be ready, its initializer included, before it is killed and counts as one that died.
    ///
    /// Longer than zero; `nil` for any time; five minutes by default.
    public var startTimeout: Duration? = .seconds(300)
    /// How many accepted tasks may wait beyond one for each worker, 0 or more; `nil` for any number.
    public var queueLimit: Int?
    /// What a submitter meets where the queue is full.
    public var whenQueueIsFull = QueueFullPolicy.wait
    /// How many workers, 0 or more, stay when there is nothing to do for `idleTimeout`; `nil` for all.
    public var minimumWorkers: Int?
    /// How long a worker is idle before it may end because of `minimumWorkers`.
    public var idleTimeout = Duration.seconds(10)
    /// How many workers may die in a row, without one finished task between them, before the pool gives up.
    ///
    /// 0 or more; `nil` for four times the number of workers, and at least 8.
    public var restartBudget: Int?
    /// How often a task that dies with its worker is begun in all; 1 for never again, which suits tasks with effects.
    public var maxAttempts = 1
    /// The largest encoded input or output in bytes, at least 1; 1 GiB by default.
    public var maxPayloadBytes = 1 << 30
    /// How long a worker that is to end may take for that, its exit hook included, before it is killed.
    public var exitTimeout = Duration.seconds(5)
    /// Where an error goes that a callback throws; by default a line on standard error.
    public var callbackErrorHandler: (@Sendable (any Error) -> Void)?
    /// Is told what happens to workers: that they started, are ready, died or were replaced, and that the pool gave up.
    ///
    /// Called with one event after another, in their order, on a thread of its own, which the pool has only where there is a
    /// handler. A handler that takes long holds up no worker, no task and no callback: the pool keeps the events that it has not
    /// taken, of which each worker process has three or four. `join` waits until it has been told all. It must not `join` the
    /// pool. What it refers to lives as long as the pool; where that is the pool itself, `close` must be called in any case.
    public var eventHandler: (@Sendable (PoolEvent) -> Void)?

    private var initializer: WorkerSetup.Hook?
    private var exitHook: WorkerSetup.Hook?

    /// A configuration with the defaults, and where they are given this number of workers and this name.
    public init(workers: Int? = nil, name: String = "pool") {
      self.workers = workers ?? CoreCount.available
      self.name = name
    }

    /// Has each new worker, replacements too, run a function before its first task; its output is dropped.
    ///
    /// State that it makes for the tasks is kept in a `WorkerLocal`. A worker whose initializer throws ends, and counts as
    /// one that died. Throws a `PoolError` where workers cannot find the function or the argument cannot be encoded.
    public mutating func setInitializer<Function: WorkerFunction>(
      _ function: Function.Type, _ argument: Function.Input
    ) throws {
      initializer = try WorkerSetup.Hook(function, argument)
    }

    /// Has each worker that ends without being killed run a function after its last task; its output is dropped.
    ///
    /// Throws a `PoolError` where workers cannot find the function or the argument cannot be encoded.
    public mutating func setExitHook<Function: WorkerFunction>(
      _ function: Function.Type, _ argument: Function.Input
    ) throws {
      exitHook = try WorkerSetup.Hook(function, argument)
    }

    /// A program's path that is relative begins where the host is, wherever workers begin.
    var withAnchoredExecutable: Self {
      guard workingDirectory != nil, let executable, !executable.hasPrefix("/") else { return self }
      var result = self
      result.executable = "\(ProcessImage.workingDirectory)/\(executable)"
      return result
    }

    func setup(in surroundings: Surroundings) -> WorkerSetup {
      var setup = WorkerSetup()
      setup.initializer = initializer
      setup.exitHook = exitHook
      setup.maxPayloadBytes = maxPayloadBytes
      setup.maxMemoryBytes = maxMemoryPerWorker ?? 0
      setup.cores = surroundings.cores ?? []
      setup.requiresCores = surroundings.requiresCores
      return setup
    }

    /// What replies of the pool's workers may look like.
    var replyRules: ReplyRules {
      ReplyRules(
        maxPayloadBytes: maxPayloadBytes, mayBeSpent: maxMemoryPerWorker != nil || startMethod == .forkserver)
    }

    func rules<Work>(for _: PoolState<Work>.Type) -> PoolState<Work>.Rules {
      var rules = PoolState<Work>.Rules()
      rules.restartBudget = restartBudget ?? max(8, workers * 4)
      rules.maxAttempts = maxAttempts
      rules.maxTasksPerWorker = maxTasksPerWorker
      rules.minimumWorkers = minimumWorkers ?? .max
      rules.window = HostPath.window
      return rules
    }

    func check() throws(PoolError) {
      try Self.checkWorkers(workers)
      try Self.check(maxTasksPerWorker, atLeast: 1, "a worker must be allowed at least 1 task before it is replaced")
      try Self.check(maxMemoryPerWorker, atLeast: 1, "a worker must be allowed at least 1 byte of memory")
      try Self.check(queueLimit, atLeast: 0, "a queue limit must be 0 or more")
      try Self.check(minimumWorkers, atLeast: 0, "the smallest number of workers must be 0 or more")
      try Self.check(restartBudget, atLeast: 0, "a restart budget must be 0 or more")
      try Self.check(maxAttempts, atLeast: 1, "a task needs at least 1 attempt")
      try Self.check(maxPayloadBytes, atLeast: 1, "a payload must be allowed at least 1 byte")
      try checkSurroundings()
      for (span, name) in [
        (taskTimeout, "task timeout"), (startTimeout, "start timeout"), (idleTimeout, "idle timeout"),
        (exitTimeout, "exit timeout"),
      ] {
        if let span, span <= .zero {
          throw PoolError(.invalidConfiguration, "the \(name) must be longer than zero, not \(span)")
        }
      }
    }

    private func checkSurroundings() throws(PoolError) {
      for (name, value) in environment ?? [:] {
        if name.isEmpty || name.contains("=") || name.utf8.contains(0) {
          throw PoolError(
            .invalidConfiguration,
            "a variable cannot be called \"\(name)\"; a name is not empty and has neither = nor a zero character")
        }
        if value.utf8.contains(0) {
          throw PoolError(.invalidConfiguration, "the variable \(name) has a zero character in its value; leave it out")
        }
      }
      if let workingDirectory {
        let folder = try Surroundings.open(workingDirectory)
        try? folder.close()
      }
      guard let affinity else { return }
      if affinity.isEmpty { throw PoolError(.invalidConfiguration, "a worker needs at least 1 core to run on") }
      if let core = CoreCount.unusable(of: affinity.sorted()).first {
        throw PoolError(.invalidConfiguration, "this process may not run on core \(core); choose cores that it may use")
      }
    }

    static func checkWorkers(_ count: Int) throws(PoolError) {
      try check(count, atLeast: 1, "a pool needs at least 1 worker")
      if count > 1 << 16 {
        throw PoolError(.invalidConfiguration, "a pool has at most \(1 << 16) workers, not \(count)")
      }
    }

    private static func check(_ value: Int?, atLeast least: Int, _ rule: String) throws(PoolError) {
      if let value, value < least { throw PoolError(.invalidConfiguration, "\(rule), not \(value)") }
    }
  }
}
