internal import CWorkerPools
internal import Glibc

/// Signals as something to poll for; see signalfd(2).
///
/// Owns its descriptor.
///
/// Blocks the signals in the calling thread; threads that it starts later inherit that, so that it is best made before any
/// other thread exists. Children that `ChildProcess` starts do not inherit it.
package struct SignalDescriptor: ~Copyable, Sendable {
  package let descriptor: FileDescriptor

  package init(_ signals: [Int32]) throws(PosixError) {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    try checkedNumber("pthread_sigmask", pthread_sigmask(SIG_BLOCK, &set, nil))
    let flags = Int32(SFD_CLOEXEC) | Int32(SFD_NONBLOCK)
    descriptor = try newDescriptor("signalfd") { signalfd(-1, &set, flags) }
  }

  deinit { try? descriptor.close() }

  /// The next signal that arrived, or `nil`.
  package borrowing func next() -> Int32? {
    var information = signalfd_siginfo()
    let size = MemoryLayout<signalfd_siginfo>.size
    while true {
      let count = read(descriptor.rawValue, &information, size)
      if count == size { return Int32(bitPattern: information.ssi_signo) }
      if count != -1 || errno != EINTR { return nil }
    }
  }
}
