package import BenchModel
import WorkerPoolsPosix

/// What the system lets this process have: limits of the process, of its control groups and of the kernel.
///
/// A limit that is not set or not known is left out.
package enum SystemLimits {
  /// How many more processes and threads there may be.
  package static func processes(_ files: MachineFiles) -> [SystemLimit] {
    let kernel = "/proc/sys/kernel"
    let limits: [(String, Int?)] = [
      ("ulimit -u", ResourceLimit.processes.current().soft),
      ("kernel.threads-max", files.value("\(kernel)/threads-max").flatMap { Int($0) }),
      ("kernel.pid_max", files.value("\(kernel)/pid_max").flatMap { Int($0) }),
    ]
    return known(limits) + GroupLimits.processes(files)
  }

  /// How many threads one process may have beside its other memory: a stack takes two mappings, itself and its guard.
  package static func threads(_ files: MachineFiles) -> [SystemLimit] {
    known([("vm.max_map_count", files.value("/proc/sys/vm/max_map_count").flatMap { Int($0) }.map { $0 / 2 })])
  }

  /// How many bytes programs can still have without swapping.
  package static func memory(_ files: MachineFiles) -> [SystemLimit] {
    known([("the available memory", files.availableMemoryBytes)]) + GroupLimits.memory(files)
  }

  /// How many descriptors a process may raise its limit to.
  package static func descriptors() -> [SystemLimit] {
    known([("ulimit -Hn", ResourceLimit.descriptors.current().hard)])
  }

  private static func known(_ limits: [(String, Int?)]) -> [SystemLimit] {
    limits.compactMap { name, left in left.map { SystemLimit(name, left: $0) } }
  }
}
