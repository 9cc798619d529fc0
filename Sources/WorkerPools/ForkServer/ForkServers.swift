internal import WorkerPoolsPosix

/// The fork servers of this host process: one for each executable and what its workers inherit, shared by all that start workers.
///
/// A server is there as long as somebody has a lease of it, and for `lingerNs` longer, so that pools that follow each other need
/// not wait for a new one. Then a thread that is there only while a server lingers ends it.
enum ForkServers {
  /// For how long a server stays that nobody needs.
  static let lingerNs = 2_000_000_000

  fileprivate struct Key: Hashable {
    let path: String
    let inherited: Surroundings.Inherited

    init(_ executable: String?, _ surroundings: Surroundings) {
      path = executable ?? ProcessImage.executablePath
      inherited = surroundings.inherited
    }
  }

  private struct State {
    /// The process that the servers belong to.
    let host = ProcessImage.processIdentifier
    var table = ServerTable<Key, ForkServer>(lingerNs: ForkServers.lingerNs)
    /// The thread that ends servers; it may have ended itself.
    var thread: PlatformThread?
    var hasThread = false
    let parker = Parker()
  }

  private static let state = Locked(State())

  /// The server for that executable, `nil` for this program, in those surroundings, if there is one; for tests.
  static func server(for executable: String?, in surroundings: Surroundings) -> ForkServer? {
    let key = Key(executable, surroundings)
    return state.withLock { state in
      renewAfterFork(&state)
      return state.table.server(key)
    }
  }

  /// A lease of the server for that executable, `nil` for this program, in those surroundings; it is started when it is first
  /// used.
  static func lease(for executable: String?, in surroundings: Surroundings) -> ForkServerLease {
    let key = Key(executable, surroundings)
    return state.withLock { state in
      renewAfterFork(&state)
      let server = state.table.lease(key) { ForkServer(executable: executable) }
      if state.hasThread, state.table.nextNs == nil { state.parker.unpark() }
      return ForkServerLease(server: server, key: key, host: state.host)
    }
  }

  fileprivate static func endLease(_ lease: ForkServerLease) {
    let orphans: [ForkServer] = state.withLock { state in
      // A fork of the host has no part in its parent's leases.
      guard lease.host == state.host, lease.host == ProcessImage.processIdentifier else { return [] }
      // One without a process, because none could be started, has nothing to end.
      state.table.endLease(lease.key, nowNs: MonotonicTime.now()) { $0.processIdentifier != nil }
      if state.table.nextNs == nil || state.hasThread { return [] }
      // It decided to end before it let go of the lock.
      state.thread?.join()
      state.thread = try? .start(name: "fork-linger", signalMask: .internalThread) { endThoseDue() }
      state.hasThread = state.thread != nil
      // Without room for a thread nobody could end it later.
      return state.hasThread ? [] : state.table.takeDue(nowNs: .max)
    }
    for server in orphans { server.end() }
  }

  private static func endThoseDue() {
    while true {
      let (due, nextNs, parker) = state.withLock { state in
        let due = state.table.takeDue(nowNs: MonotonicTime.now())
        state.hasThread = !due.isEmpty || state.table.nextNs != nil
        return (due, state.table.nextNs, state.parker)
      }
      for server in due { server.end() }
      if due.isEmpty, nextNs == nil { return }
      if due.isEmpty { _ = parker.park(until: nextNs) }
    }
  }

  /// A fork of the host has servers of its own: its parent's must not be ended with these objects, nor its thread be joined.
  private static func renewAfterFork(_ state: inout State) {
    if state.host == ProcessImage.processIdentifier { return }
    for server in state.table.servers { _ = Unmanaged.passRetained(server) }
    if let thread = state.thread { _ = Unmanaged.passRetained(thread) }
    state = State()
  }
}

/// The right to a fork server, which stays as long as this object does.
final class ForkServerLease: Sendable {
  let server: ForkServer
  fileprivate let key: ForkServers.Key
  fileprivate let host: Int32

  fileprivate init(server: ForkServer, key: ForkServers.Key, host: Int32) {
    self.server = server
    self.key = key
    self.host = host
  }

  deinit { ForkServers.endLease(self) }
}
