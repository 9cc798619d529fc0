internal import WorkerPoolsPosix

extension ThreadPool {
  /// Everything that can be chosen about a thread pool.
  public struct Configuration: Sendable {
    /// How many threads the pool has, at least 1; by default the cores that this process may use.
    public var threads: Int
    /// What the pool is called in messages; its threads are named after it, cut so that all fits 15 bytes.
    public var name: String
    /// The size of each thread's stack in bytes; `nil` for the system's default.
    public var stackSize: Int?
    /// Where an error goes that a callback throws; by default a line on standard error.
    public var callbackErrorHandler: (@Sendable (any Error) -> Void)?

    /// A configuration with the defaults, and where they are given this number of threads and this name.
    public init(threads: Int? = nil, name: String = "threads") {
      self.threads = threads ?? CoreCount.available
      self.name = name
    }

    func check() throws {
      if threads < 1 { throw PoolError(.invalidConfiguration, "a pool needs at least 1 thread, not \(threads)") }
    }
  }
}
