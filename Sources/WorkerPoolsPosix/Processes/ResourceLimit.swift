internal import Glibc

/// A limit that the system sets to this process and its children; see getrlimit(2).
package enum ResourceLimit: Sendable {
  case descriptors
  /// Processes and threads of this user.
  case processes
  /// The size in bytes that a file may grow to.
  case fileSize

  /// The soft limit, which holds, and the hard limit, up to which it may be raised; `nil` for none, or where the
  /// system does not say.
  package func current() -> (soft: Int?, hard: Int?) {
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return (nil, nil) }
    return (Self.count(limit.rlim_cur), Self.count(limit.rlim_max))
  }

  /// Sets the soft limit, at most to the hard one.
  package func setSoft(_ count: Int) throws(PosixError) {
    var limit = rlimit()
    try checked("getrlimit") { getrlimit(resource, &limit) }
    limit.rlim_cur = min(rlim_t(count), limit.rlim_max)
    try checked("setrlimit") { setrlimit(resource, &limit) }
  }

  /// Raises the soft limit to the hard one and returns what holds then; `nil` for no limit.
  @discardableResult
  package func raiseToHard() -> Int? {
    var limit = rlimit()
    if getrlimit(resource, &limit) == 0, limit.rlim_cur != limit.rlim_max {
      limit.rlim_cur = limit.rlim_max
      setrlimit(resource, &limit)
    }
    return current().soft
  }

  private var resource: __rlimit_resource_t {
    switch self {
    case .descriptors: __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    case .fileSize: __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
    case .processes: __rlimit_resource_t(__RLIMIT_NPROC.rawValue)
    }
  }

  private static func count(_ value: rlim_t) -> Int? { value > rlim_t(Int.max) ? nil : Int(value) }
}
