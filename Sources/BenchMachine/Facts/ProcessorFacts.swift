import BenchModel
import WorkerPoolsPosix

/// Facts about the processors and what of them this process may use.
enum ProcessorFacts {
  static func collect(_ files: MachineFiles) -> [Fact] {
    let info = files.text("/proc/cpuinfo") ?? ""
    let status = files.text("/proc/self/status") ?? ""
    let cpus = "/sys/devices/system/cpu"
    return [
      Fact("cpu_model", model(files)),
      Fact("cpus_online", files.value("\(cpus)/online")),
      Fact("cpu_affinity", ProcText.field("Cpus_allowed_list", in: status)),
      Fact("cpu_smt_active", files.value("\(cpus)/smt/active")),
      Fact("cpu_governor", files.value("\(cpus)/cpu0/cpufreq/scaling_governor")),
      Fact("cpu_mhz", ProcText.field("cpu MHz", in: info)),
    ] + quotas(files)
  }

  /// The name of the processor's model, or on ARM its number.
  static func model(_ files: MachineFiles) -> String? {
    let info = files.text("/proc/cpuinfo") ?? ""
    return ProcText.field("model name", in: info) ?? ProcText.field("CPU part", in: info)
  }

  private static func quotas(_ files: MachineFiles) -> [Fact] {
    let group = files.controlGroup("cpu")
    let cpuset = files.controlGroup("cpuset")
    let quota = CgroupQuota.cores().map { "\($0)" }
    let cpusetNames = ["cpuset.cpus.effective", "cpuset.effective_cpus", "cpuset.cpus"]
    let allowed = cpuset?.folders.lazy.flatMap { folder in cpusetNames.map { "\(folder)/\($0)" } }
      .compactMap { files.value($0) }.first
    return [
      Fact("cgroup_version", group?.version.rawValue),
      Fact("cgroup_cpu_quota", group == nil ? nil : quota ?? "none"),
      Fact("cgroup_cpuset", allowed),
      Fact("cgroup_throttled_n", files.throttledCount()),
    ]
  }
}
