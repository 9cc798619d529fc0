internal import Synchronization
internal import WorkerPools

/// A pool that lives from a benchmark's set-up to its tear-down.
final class OpenPool<Pool: Sendable>: Sendable {
  private let pool = Mutex<Pool?>(nil)
  private let make: @Sendable () throws -> Pool
  private let end: @Sendable (Pool) throws -> Void

  init(_ make: @escaping @Sendable () throws -> Pool, end: @escaping @Sendable (Pool) throws -> Void) {
    self.make = make
    self.end = end
  }

  @Sendable func open() throws {
    let made = try make()
    pool.withLock { $0 = made }
  }

  @Sendable func close() throws {
    let ended = pool.withLock { $0.take() }
    if let ended { try end(ended) }
  }

  /// The pool; there only between set-up and tear-down.
  var current: Pool {
    guard let pool = pool.withLock({ $0 }) else { preconditionFailure("the pool was used outside its benchmark") }
    return pool
  }
}

extension OpenPool where Pool == ProcessPool {
  static func ofProcesses() -> OpenPool {
    OpenPool {
      try ProcessPool(ProcessPool.Configuration(workers: 2))
    } end: { pool in
      pool.close()
      try pool.join()
    }
  }
}

extension OpenPool where Pool == ThreadPool {
  static func ofThreads() -> OpenPool {
    OpenPool {
      try ThreadPool(ThreadPool.Configuration(threads: 2))
    } end: { pool in
      pool.close()
      try pool.join()
    }
  }
}
