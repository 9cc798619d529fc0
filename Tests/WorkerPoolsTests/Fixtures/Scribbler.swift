import Synchronization
import WorkerPoolsPosix

@testable import WorkerPools

/// A thread that writes to the memory of a task path all the time, while the host reads it.
final class Scribbler: @unchecked Sendable {  // the peer is behind the lock
  private let peer = Locked<HostilePeer?>(nil)
  private let isStopped = Atomic(false)
  private var thread: PlatformThread?

  init(seed: UInt64) throws {
    thread = try PlatformThread.start { [unowned self] in
      var random = SeededGenerator(seed: ~seed)
      while !isStopped.load(ordering: .relaxed) {
        peer.withLock { peer in
          // Words of the control page mostly, and not so often that no reply ever passes.
          if let peer { peer.scribble(&random) }
        }
        for _ in 0..<Int.random(in: 0...4000, using: &random) { Processor.pause() }
      }
    }
  }

  /// Scribbles over that peer's memory from now on.
  func turn(to peer: HostilePeer?) { self.peer.withLock { $0 = peer } }

  func stop() {
    turn(to: nil)
    isStopped.store(true, ordering: .relaxed)
    thread?.join()
    thread = nil
  }
}
