internal import CWorkerPools
internal import Glibc

/// A process that this one started, and that nothing but its owner waits for.
///
/// It is named by a pidfd, so that no reuse of its number can lead to a wait for, or a signal to, somebody else's process.
/// Safe to use from several threads; of those that wait at the same time one waits and the others follow it. Released
/// before it was collected, it is killed with its group and collected.
package final class ChildProcess: Sendable {
  /// How a child ended and what it used.
  package typealias Outcome = (status: TerminationStatus, usage: ResourceUsage)

  package let pid: Int32
  /// Readable from the moment the process has ended; valid until `close()`.
  package let pidDescriptor: FileDescriptor
  /// `nil`: it leads none.
  private let group: ChildGroup?
  /// The process that started it; a fork of that process is not to touch it.
  private let owner = getpid()
  private let state = Locked(State())

  private struct State {
    var outcome: Outcome?
    var isClosed = false
  }

  /// Takes over a child that was started in another way, and its pidfd.
  ///
  /// `groupIsKnownByNumber` has its group signalled as on kernels before 6.9; for tests.
  package init(pid: Int32, pidDescriptor: FileDescriptor, leadsGroup: Bool, groupIsKnownByNumber: Bool = false) {
    self.pid = pid
    self.pidDescriptor = pidDescriptor
    group =
      leadsGroup
      ? ChildGroup(leader: pid, pidDescriptor: pidDescriptor, isKnownByNumber: groupIsKnownByNumber) : nil
  }

  deinit {
    if owner == getpid(), !state.withLock({ $0.isClosed || $0.outcome != nil }) {
      signalGroup(SIGKILL)
      _ = wait()
    }
    close()
  }

  /// Starts a process.
  package static func spawn(_ launch: Launch, groupIsKnownByNumber: Bool = false) throws(SpawnError) -> ChildProcess {
    do {
      let pid = try SpawnCall(launch).run(launch)
      return ChildProcess(
        pid: pid, pidDescriptor: try openDescriptor(of: pid), leadsGroup: launch.processGroup.isLed,
        groupIsKnownByNumber: groupIsKnownByNumber)
    } catch {
      throw SpawnError(path: launch.path, cause: error)
    }
  }

  /// Blocks until the process has ended and collects it; later calls return the same.
  package func wait() -> Outcome {
    // The poll keeps the lock free while the process lives, so that `signal` and `tryWait` need not wait for it.
    var entry = [PollEntry(pidDescriptor, .readable)]
    while true {
      if let outcome = tryWait() { return outcome }
      _ = try? poll(&entry, timeoutNs: nil)
    }
  }

  /// Collects the process where it has ended, else returns `nil`.
  package func tryWait() -> Outcome? {
    state.withLock { state in
      if state.outcome == nil { state.outcome = collect() }
      return state.outcome
    }
  }

  /// Sends a signal to the process, where it has not been collected yet.
  package func signal(_ number: Int32) {
    state.withLock { state in
      if state.outcome == nil, !state.isClosed { wp_pidfd_signal(pidDescriptor.rawValue, number, 0) }
    }
  }

  /// Sends a signal to the process and all others of the group that it leads, until `close()`.
  ///
  /// Those that it has left in its group are reached after it was collected, too, from Linux 6.9 on.
  package func signalGroup(_ number: Int32) {
    guard let group else { return signal(number) }
    state.withLock { state in
      guard !state.isClosed else { return }
      // One that has not made its group yet, or has left it, is reached by itself.
      if !group.signal(number) || number == SIGKILL { wp_pidfd_signal(pidDescriptor.rawValue, number, 0) }
    }
  }

  /// Collects those of the group's other members that have ended and are children of this process.
  ///
  /// Returns whether none is left; others, once killed, can be collected a moment later. The process itself must have been
  /// collected. Children that the program started itself are never touched.
  package func collectGroup() -> Bool {
    state.withLock { state in state.isClosed ? true : group?.collect() ?? true }
  }

  /// Kills the process and all others of the group that it leads, and collects those of them that are children of this one.
  ///
  /// Members that do not end within a second, because a device holds them up, are left.
  @discardableResult
  package func endGroup() -> Outcome {
    signalGroup(SIGKILL)
    let outcome = wait()
    awaitGroup()
    return outcome
  }

  /// Waits, for a second at most, until the killed members of the group are collected.
  package func awaitGroup() {
    let deadline = MonotonicTime.now() + 1_000_000_000
    while !collectGroup(), MonotonicTime.now() < deadline { MonotonicTime.sleep(nanoseconds: 500_000) }
  }

  /// Closes the pidfd; harmless when repeated.
  ///
  /// The process must have been collected.
  package func close() {
    state.withLock { state in
      if !state.isClosed { try? pidDescriptor.close() }
      state.isClosed = true
    }
  }

  private func collect() -> Outcome? {
    var code: Int32 = 0
    var status: Int32 = 0
    var usage = rusage()
    while wp_pidfd_wait(pidDescriptor.rawValue, true, &code, &status, &usage) == -1 {
      // ECHILD: somebody else collected it. EBADF, EINVAL: the stand-in of a process that was gone before it had a pidfd.
      if errno != EINTR { return (.unknown, .zero) }
    }
    return code == 0 ? nil : (TerminationStatus(informationCode: code, status: status), ResourceUsage(usage))
  }

  /// A pidfd of a child that has just been started; where there can be none, the child is killed and collected.
  static func openDescriptor(of pid: Int32) throws(PosixError) -> FileDescriptor {
    do {
      return try newDescriptor("pidfd_open", "\(pid)") { wp_pidfd_open(pid) }
    } catch {
      // Where the host ignores SIGCHLD, a child may be gone by now: an eventfd that is always readable stands in.
      if error.code == .noSuchProcess { return try EventDescriptor.raised() }
      // Uncollected, it keeps its number; one that is no child any more is not touched.
      var found: pid_t = 0
      if wp_find_ended(false, pid, &found) == 0 {
        Glibc.kill(pid, SIGKILL)
        while waitpid(pid, nil, 0) == -1, errno == EINTR {}
      }
      throw error
    }
  }
}
