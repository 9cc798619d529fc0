internal import CWorkerPools
internal import Glibc

/// The signals that a thread blocks.
package struct SignalMask: @unchecked Sendable {  // a plain value
  private var set = sigset_t()

  /// Those that the calling thread blocks.
  package static var current: SignalMask {
    var mask = SignalMask()
    pthread_sigmask(SIG_BLOCK, nil, &mask.set)
    return mask
  }

  /// All but those that a fault of the thread itself raises, and the profiler's.
  ///
  /// A thread with this mask takes no signal from one that waits for it, and runs no handler of the program.
  package static let internalThread = {
    var mask = SignalMask()
    sigfillset(&mask.set)
    for signal in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT, SIGPROF] { sigdelset(&mask.set, signal) }
    return mask
  }()

  /// Has the calling thread block these, and no others.
  package func apply() {
    var set = set
    pthread_sigmask(SIG_SETMASK, &set, nil)
  }

  /// Has a thread that is started with the attributes begin with this mask.
  func set(in attributes: inout pthread_attr_t) -> Int32 {
    var set = set
    return wp_thread_set_signal_mask(&attributes, &set)
  }

  /// Runs a write whose reader may be gone, or whose file may be at its limit, so that it fails and sends the calling thread no
  /// SIGPIPE and no SIGXFSZ.
  ///
  /// Nothing of the process is touched that other threads would notice.
  static func withoutWriteSignals<Result, Failure: Error>(
    _ write: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var blocked = sigset_t()
    var raised = sigset_t()
    var pending = sigset_t()
    var before = sigset_t()
    sigemptyset(&blocked)
    sigemptyset(&raised)
    sigpending(&pending)
    for signal in [SIGPIPE, SIGXFSZ] {
      sigaddset(&blocked, signal)
      // One that was there before is somebody else's.
      if sigismember(&pending, signal) == 0 { sigaddset(&raised, signal) }
    }
    pthread_sigmask(SIG_BLOCK, &blocked, &before)
    defer {
      var none = timespec()
      while sigtimedwait(&raised, nil, &none) > 0 || errno == EINTR {}
      pthread_sigmask(SIG_SETMASK, &before, nil)
    }
    return try write()
  }
}
