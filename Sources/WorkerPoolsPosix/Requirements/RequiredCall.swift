internal import CWorkerPools
internal import Glibc

/// A system call that a host cannot do without, and that a kernel or a container may refuse.
package enum RequiredCall: CaseIterable, Sendable {
  case pidfdOpen
  case pidfdSendSignal
  /// Waiting for a process by its pidfd.
  case waitByPidfd
  case memoryFile
  /// Allocating the pages of such a file.
  case allocation
  case eventDescriptor
  case epoll
  case pipe
  case socketPair

  /// What any child process needs.
  package static let forProcesses: [RequiredCall] = [.pidfdOpen, .pidfdSendSignal, .waitByPidfd, .socketPair]

  /// Calls it once, without effect; throws an error that says what would allow it.
  package func probe() throws(PosixError) {
    switch self {
    case .pidfdOpen: try openOwn().closeQuietly()
    case .pidfdSendSignal:
      let own = try openOwn()
      defer { own.closeQuietly() }
      try checked("pidfd_send_signal") { wp_pidfd_signal(own.rawValue, 0, 0) }
    case .waitByPidfd: try waitForOwn()
    case .memoryFile: try SharedFile.create(name: "probe").closeQuietly()
    case .allocation:
      let file = try SharedFile.create(name: "probe")
      defer { file.closeQuietly() }
      try SharedFile.allocate(file, 0..<SharedFile.pageSize)
    case .eventDescriptor: _ = try EventDescriptor()
    case .epoll: _ = try Epoll()
    case .pipe: try Pipe().close()
    case .socketPair: try SocketPair().close()
    }
  }

  private func openOwn() throws(PosixError) -> FileDescriptor {
    try newDescriptor("pidfd_open") { wp_pidfd_open(getpid()) }
  }

  /// This process is no child of its own, which a system that knows the call says.
  private func waitForOwn() throws(PosixError) {
    let own = try openOwn()
    defer { own.closeQuietly() }
    var (code, status, usage) = (Int32(0), Int32(0), rusage())
    do {
      try checked("waitid with P_PIDFD") { wp_pidfd_wait(own.rawValue, true, &code, &status, &usage) }
    } catch {
      if error.code != .noChildProcess { throw error }
    }
  }
}

extension FileDescriptor {
  fileprivate func closeQuietly() { try? close() }
}
