/// What allows a system call that a kernel or a container refuses.
enum CallRemedy {
  /// The calls that processes and pools are made with, and the versions of Linux that brought them.
  private static let firstVersions = [
    "pidfd_open": "5.3", "pidfd_send_signal": "5.1", "waitid with P_PIDFD": "5.4", "memfd_create": "3.17",
    "fcntl": "3.17", "fallocate": "3.5", "eventfd": "2.6.27", "epoll_create1": "2.6.27", "epoll_ctl": "2.6.27",
    "pipe2": "2.6.27", "socketpair": "2.6.27", "sendmsg": "2.6.27", "recvmsg": "2.6.27", "mmap": "2.6.27",
    "clone": "5.2", "clone3": "5.3", "execve": "2.6.27", "setsid": "2.6.27",
  ]

  /// `nil` where the number says it, or the call is refused for reasons of its own.
  static func remedy(for call: String, _ code: Errno) -> String? {
    if call == "pthread_create", code == .notPermitted { return remedy(for: "clone3", code) }
    guard let version = firstVersions[call] else { return nil }
    switch code {
    case .invalidArgument where !call.hasPrefix("waitid"): return nil
    case .noFunction, .invalidArgument:
      return "update to Linux \(version) or newer, or the container engine if its seccomp profile hides the call"
    case .permissionDenied where call == "memfd_create":
      return "allow memfd_create in the seccomp profile, and set the sysctl vm.memfd_noexec to 0 or 1"
    case .notPermitted, .permissionDenied:
      return "a seccomp profile forbids it, update the container engine or allow \(call) in its profile"
    default: return nil
    }
  }
}
