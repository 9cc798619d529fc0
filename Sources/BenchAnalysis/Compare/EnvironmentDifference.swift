package import BenchResults

/// A fact that two runs do not share, out of those that bear on what is measured.
package struct EnvironmentDifference: Hashable, Sendable {
  /// The key in env.csv.
  package let key: String
  /// The fact of each run; nil if it is not known.
  package let before: String?
  package let after: String?

  /// The facts that make figures differ, in the order in which they are told: the machine, its state, the program, the run.
  ///
  /// Left out is what differs from run to run by nature (seed, load, uptime), and what is derived from another fact.
  private static let keys = [
    EnvironmentFacts.Key.hostId, EnvironmentFacts.Key.cpuModel, "cpus_online", "cpu_affinity", "cpu_smt_active",
    "cpu_governor", "cgroup_cpu_quota", "cgroup_cpuset", "memory_total_bytes", "virtual_machine", "container",
    "architecture", "kernel_release", "kernel_command_line", "operating_system", "clock_source",
    "transparent_hugepages", "file_io_file_system", "glibc_version", "swift_version", "swift_linkage",
    "build_configuration", "commit", "is_dirty", EnvironmentFacts.Key.allocators, "allocator_options",
    "thread_stack_bytes", "stack_override_bytes", "rounds_n", "tasks_override_n", EnvironmentFacts.Key.baselineArm,
  ]

  /// The differences between two runs; a fact that neither run knows is none.
  package static func between(_ before: EnvironmentFacts, _ after: EnvironmentFacts) -> [EnvironmentDifference] {
    keys.compactMap { key in
      let pair = (before.value(key), after.value(key))
      return pair.0 == pair.1 ? nil : EnvironmentDifference(key: key, before: pair.0, after: pair.1)
    }
  }
}

/// Whether two runs were measured on one machine.
package enum MachineMatch: Hashable, Sendable {
  case same
  /// A fact that stays with a machine differs, so absolute values cannot be compared.
  case different
  /// A run does not say on which machine it was measured.
  case unknown

  /// Machines that were made from one image may share their identity, so the processor and the memory must agree, too.
  package init(_ before: EnvironmentFacts, _ after: EnvironmentFacts) {
    let keys = [EnvironmentFacts.Key.hostId, EnvironmentFacts.Key.cpuModel, "memory_total_bytes"]
    let pairs = keys.map { (before.value($0), after.value($0)) }
    if pairs.contains(where: { $0 != nil && $1 != nil && $0 != $1 }) {
      self = .different
    } else {
      self = pairs[0].0 == nil || pairs[0].1 == nil ? .unknown : .same
    }
  }
}
