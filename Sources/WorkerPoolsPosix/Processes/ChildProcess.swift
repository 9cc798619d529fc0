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
  private let leadsGroup: Bool
  private let state = Locked(State())

  private struct State {
    var outcome: Outcome?
    var isClosed = false
  }

  /// Takes over a child that was started in another way, and its pidfd.
  package init(pid: Int32, pidDescriptor: FileDescriptor, leadsGroup: Bool) {
    self.pid = pid
    self.pidDescriptor = pidDescriptor
    self.leadsGroup = leadsGroup
  }

  deinit {
    if !state.withLock({ $0.isClosed || $0.outcome != nil }) {
      signalGroup(SIGKILL)
      _ = wait()
    }
    close()
  }

  /// Starts a process.
  package static func spawn(_ launch: Launch) throws(SpawnError) -> ChildProcess {
    do {
      let pid = try SpawnCall(launch).run(launch)
      return ChildProcess(
        pid: pid, pidDescriptor: try openDescriptor(of: pid), leadsGroup: launch.processGroup.isLed)
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
      if state.outcome == nil, !state.isClosed { wp_pidfd_signal(pidDescriptor.rawValue, number) }
    }
  }

  /// Sends a signal to the process and all others of its group, where it has not been collected yet.
  package func signalGroup(_ number: Int32) {
    guard leadsGroup else { return signal(number) }
    // The number cannot be reused before the leader is collected, so that the group is still its own.
    state.withLock { state in
      guard state.outcome == nil, !state.isClosed else { return }
      // One that a fork server has started makes its group as its first own step, and has no children before.
      if Glibc.kill(-pid, number) == -1, errno == ESRCH { wp_pidfd_signal(pidDescriptor.rawValue, number) }
    }
  }

  /// Kills the process and all others of the group that it leads, and collects those of them that are children of this one.
  package func endGroup() -> Outcome {
    signalGroup(SIGKILL)
    let outcome = wait()
    var information = siginfo_t()
    while leadsGroup, waitid(P_PGID, id_t(pid), &information, WEXITED) == 0 || errno == EINTR {}
    return outcome
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
      Glibc.kill(pid, SIGKILL)
      var status: Int32 = 0
      while waitpid(pid, &status, 0) == -1, errno == EINTR {}
      throw error
    }
  }
}
