internal import Glibc

/// The one clock of the project: nanoseconds of CLOCK_MONOTONIC, the same for all processes of a host.
package enum MonotonicTime {
  /// The present, in nanoseconds since an arbitrary point before this system's start.
  package static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec &* 1_000_000_000 &+ time.tv_nsec
  }

  /// Blocks the calling thread until `deadline`, signals or not.
  package static func sleep(until deadline: Int) {
    var time = timespec(nanoseconds: max(deadline, 0))
    while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
  }

  /// Blocks the calling thread for that many nanoseconds, signals or not.
  package static func sleep(nanoseconds: Int) {
    if nanoseconds > 0 { sleep(until: now() + nanoseconds) }
  }
}

extension timespec {
  init(nanoseconds: Int) {
    self.init(tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
  }
}
