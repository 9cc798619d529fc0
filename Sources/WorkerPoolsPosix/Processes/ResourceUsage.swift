internal import CWorkerPools
internal import Glibc

/// What a process, its children or a thread used; see getrusage(2).
package struct ResourceUsage: Hashable, Sendable, Codable, BitwiseCopyable {
  package var userNs = 0
  package var systemNs = 0
  package var contextSwitchesVoluntary = 0
  package var contextSwitchesInvoluntary = 0
  package var minorFaults = 0
  package var majorFaults = 0

  package static let zero = ResourceUsage()

  package init() {}

  init(_ usage: rusage) {
    userNs = usage.ru_utime.nanoseconds
    systemNs = usage.ru_stime.nanoseconds
    contextSwitchesVoluntary = usage.ru_nvcsw
    contextSwitchesInvoluntary = usage.ru_nivcsw
    minorFaults = usage.ru_minflt
    majorFaults = usage.ru_majflt
  }

  /// Whose usage is asked for.
  package enum Subject: Sendable {
    case process
    /// The children that were waited for, and theirs.
    case children
    /// The calling thread.
    case thread
  }

  /// The usage up to now.
  package static func current(_ subject: Subject) -> ResourceUsage {
    let who: Int32 =
      switch subject {
      case .process: 0
      case .children: -1
      case .thread: 1
      }
    var usage = rusage()
    getrusage(who, &usage)
    return ResourceUsage(usage)
  }

  package static func + (left: ResourceUsage, right: ResourceUsage) -> ResourceUsage { left.combined(with: right, &+) }

  package static func - (left: ResourceUsage, right: ResourceUsage) -> ResourceUsage { left.combined(with: right, &-) }

  package static func += (left: inout ResourceUsage, right: ResourceUsage) { left = left + right }

  private func combined(with other: ResourceUsage, _ apply: (Int, Int) -> Int) -> ResourceUsage {
    var result = ResourceUsage()
    result.userNs = apply(userNs, other.userNs)
    result.systemNs = apply(systemNs, other.systemNs)
    result.contextSwitchesVoluntary = apply(contextSwitchesVoluntary, other.contextSwitchesVoluntary)
    result.contextSwitchesInvoluntary = apply(contextSwitchesInvoluntary, other.contextSwitchesInvoluntary)
    result.minorFaults = apply(minorFaults, other.minorFaults)
    result.majorFaults = apply(majorFaults, other.majorFaults)
    return result
  }
}

extension timeval {
  fileprivate var nanoseconds: Int { tv_sec * 1_000_000_000 + Int(tv_usec) * 1000 }
}
