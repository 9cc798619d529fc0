import Foundation
import Glibc

/// What this process and its collected children have used so far.
struct Usage {
  var userNs = 0
  var systemNs = 0
  var voluntary = 0
  var involuntary = 0
  var minorFaults = 0
  var majorFaults = 0

  static func now() -> Usage { of(RUSAGE_SELF) + of(RUSAGE_CHILDREN) }

  private static func of(_ who: __rusage_who) -> Usage {
    var usage = rusage()
    getrusage(__rusage_who_t(who.rawValue), &usage)
    func nanoseconds(_ time: timeval) -> Int { time.tv_sec * 1_000_000_000 + Int(time.tv_usec) * 1_000 }
    return Usage(
      userNs: nanoseconds(usage.ru_utime), systemNs: nanoseconds(usage.ru_stime), voluntary: usage.ru_nvcsw,
      involuntary: usage.ru_nivcsw, minorFaults: usage.ru_minflt, majorFaults: usage.ru_majflt)
  }

  static func + (a: Usage, b: Usage) -> Usage { combined(a, b, +) }
  static func - (a: Usage, b: Usage) -> Usage { combined(a, b, -) }

  private static func combined(_ a: Usage, _ b: Usage, _ operation: (Int, Int) -> Int) -> Usage {
    Usage(
      userNs: operation(a.userNs, b.userNs), systemNs: operation(a.systemNs, b.systemNs),
      voluntary: operation(a.voluntary, b.voluntary), involuntary: operation(a.involuntary, b.involuntary),
      minorFaults: operation(a.minorFaults, b.minorFaults), majorFaults: operation(a.majorFaults, b.majorFaults))
  }
}
