internal import CWorkerPools
internal import Glibc

/// How many cores there are, and how many this process may use.
package enum CoreCount {
  /// Cores that this process may use: by affinity and by the quotas of its control groups (rounded up), at least 1.
  package static var available: Int {
    let allowed = affinity.count
    guard let quota = CgroupQuota.cores() else { return max(allowed, 1) }
    return max(min(allowed, Int(quota.rounded(.up))), 1)
  }

  /// Cores that are switched on, whoever may use them.
  package static var online: Int { max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1) }

  /// The numbers of the cores that the calling thread may run on.
  package static var affinity: [Int] {
    let bits = UInt.bitWidth
    var mask = [UInt](repeating: 0, count: 1024 / bits)
    // A machine with more cores than the mask has bits is refused with EINVAL.
    while wp_get_affinity(&mask, mask.count * bits / 8) == -1, errno == EINVAL, mask.count < 1 << 14 {
      mask = [UInt](repeating: 0, count: mask.count * 2)
    }
    return (0..<mask.count * bits).filter { mask[$0 / bits] & (1 << UInt($0 % bits)) != 0 }
  }

  /// Those of the cores that no thread of this process may run on.
  ///
  /// Tried in a thread of its own: how far its affinity may reach is what a thread cannot see.
  package static func unusable(of cores: [Int]) -> [Int] {
    let unusable = Locked<[Int]>([])
    let thread = try? PlatformThread.start(signalMask: .internalThread) {
      let refused = cores.filter { !(0..<1 << 16).contains($0) || (try? setAffinity([$0])) == nil }
      unusable.withLock { $0 = refused }
    }
    thread?.join()
    return unusable.withLock { $0 }
  }

  /// Confines the calling thread, and the threads and processes that it starts from now on, to the first of its cores.
  package static func setAffinity(firstCPUs count: Int) throws(PosixError) {
    try setAffinity(Array(affinity.prefix(max(count, 1))))
  }

  /// Confines the calling thread, and what it starts from now on, to the cores of these numbers.
  package static func setAffinity(_ cores: [Int]) throws(PosixError) {
    let bits = UInt.bitWidth
    var mask = [UInt](repeating: 0, count: max(1024, (cores.max() ?? 0) + 1 + bits) / bits)
    for core in cores { mask[core / bits] |= 1 << UInt(core % bits) }
    try checked("sched_setaffinity") { wp_set_affinity(mask, mask.count * bits / 8) }
  }
}
