internal import WorkerPoolsPosix

extension ProcessPool {
  /// Everything that can be chosen about a process pool.
  public struct Configuration: Sendable {
    /// How many workers the pool has, at least 1; by default the cores that this process may use.
    public var workers: Int
    /// What the pool is called in messages and in the names of its threads.
    public var name: String
    /// The program that workers run; `nil` for this program, which is what nearly every host wants.
    public var executable: String?
    /// How many workers may die in a row, without one finished task between them, before the pool gives up.
    ///
    /// `nil` for four times the number of workers, and at least 8.
    public var restartBudget: Int?
    /// Where an error goes that a callback throws; by default a line on standard error.
    public var callbackErrorHandler: (@Sendable (any Error) -> Void)?

    var setup = WorkerSetup()

    /// A configuration with the defaults, and where they are given this number of workers and this name.
    public init(workers: Int? = nil, name: String = "pool") {
      self.workers = workers ?? CoreCount.available
      self.name = name
    }

    /// Has each new worker, replacements too, run a function before its first task.
    ///
    /// A worker whose initializer throws ends, and counts as one that died.
    public mutating func setInitializer<Function: WorkerFunction>(
      _ function: Function.Type, _ argument: Function.Input
    ) throws {
      setup.initializer = (try FunctionName.of(function), try ValueCoder<Function.Input>().encode(argument))
    }

    var effectiveRestartBudget: Int { restartBudget ?? max(8, workers * 4) }

    func check() throws {
      if workers < 1 { throw PoolError(.invalidConfiguration, "a pool needs at least 1 worker, not \(workers)") }
      if let restartBudget, restartBudget < 0 {
        throw PoolError(.invalidConfiguration, "a restart budget cannot be \(restartBudget); use 0 or more")
      }
    }
  }
}
