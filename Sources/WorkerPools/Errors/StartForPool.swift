internal import WorkerPoolsPosix

extension PlatformThread {
  /// As `start`, with a pool's error where the system has no room for another thread.
  static func startForPool(
    name: String?, stackSize: Int? = nil, signalMask: SignalMask? = nil, _ body: @escaping @Sendable () -> Void
  ) throws(PoolError) -> PlatformThread {
    do {
      return try start(name: name, stackSize: stackSize, signalMask: signalMask, body)
    } catch {
      throw PoolError.cannotStart(error)
    }
  }
}
