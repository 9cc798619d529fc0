internal import CWorkerPools
internal import Glibc

/// A system call that a host cannot do without, and that a kernel or a container may refuse.
package enum RequiredCall: CaseIterable, Sendable {
  case pidfdOpen
  case pidfdSendSignal
  /// Waiting for a process by its pidfd.
  case waitByPidfd
  case memoryFile
  case eventDescriptor
  case epoll

  /// What any child process needs.
  package static let forProcesses: [RequiredCall] = [.pidfdOpen, .pidfdSendSignal, .waitByPidfd]

  /// Calls it once, without effect; throws an error that says what would allow it.
  package func probe() throws(PosixError) {
    do {
      try call()
    } catch {
      throw PosixError(call: name, code: error.code, remedy: remedy(for: error.code))
    }
  }

  /// The name as its manual page has it.
  package var name: String {
    switch self {
    case .pidfdOpen: "pidfd_open"
    case .pidfdSendSignal: "pidfd_send_signal"
    case .waitByPidfd: "waitid with P_PIDFD"
    case .memoryFile: "memfd_create"
    case .eventDescriptor: "eventfd"
    case .epoll: "epoll_create1"
    }
  }

  /// The version of Linux that brought it.
  private var firstVersion: String {
    switch self {
    case .pidfdOpen: "5.3"
    case .pidfdSendSignal: "5.1"
    case .waitByPidfd: "5.4"
    case .memoryFile: "3.17"
    case .eventDescriptor, .epoll: "2.6.27"
    }
  }

  private func call() throws(PosixError) {
    switch self {
    case .pidfdOpen: try openOwn().closeQuietly()
    case .pidfdSendSignal:
      let own = try openOwn()
      defer { own.closeQuietly() }
      try checked("pidfd_send_signal") { wp_pidfd_signal(own.rawValue, 0, 0) }
    case .waitByPidfd: try waitForOwn()
    case .memoryFile: try SharedFile.create(name: "probe").closeQuietly()
    case .eventDescriptor: _ = try EventDescriptor()
    case .epoll: _ = try Epoll()
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
      try checked("waitid") { wp_pidfd_wait(own.rawValue, true, &code, &status, &usage) }
    } catch {
      if error.code != .noChildProcess { throw error }
    }
  }

  /// What allows the call where it is refused like this; `nil` where the number says it.
  private func remedy(for code: Errno) -> String? {
    switch code {
    case .noFunction, .invalidArgument:
      "update to Linux \(firstVersion) or newer, or the container engine if its seccomp profile hides the call"
    case .permissionDenied where self == .memoryFile:
      "allow memfd_create in the seccomp profile, and set the sysctl vm.memfd_noexec to 0 or 1"
    case .notPermitted, .permissionDenied:
      "a seccomp profile forbids it, update the container engine or allow \(name) in its profile"
    default: nil
    }
  }
}

extension FileDescriptor {
  fileprivate func closeQuietly() { try? close() }
}
