import BenchModel

/// Facts about the kernel, its settings, and how busy the machine was.
enum KernelFacts {
  static func collect(_ files: MachineFiles, redact: Redaction) -> [Fact] {
    let memory = files.text("/proc/meminfo") ?? ""
    return [
      Fact("kernel_release", files.value("/proc/sys/kernel/osrelease")),
      Fact("kernel_version", files.value("/proc/sys/kernel/version")),
      Fact("kernel_command_line", files.value("/proc/cmdline").map { redact($0) }),
      Fact("operating_system", operatingSystem(files)),
      Fact("clock_source", files.value("/sys/devices/system/clocksource/clocksource0/current_clocksource")),
      Fact("transparent_hugepages", files.value("/sys/kernel/mm/transparent_hugepage/enabled").flatMap(chosen)),
      Fact("overcommit_memory", files.value("/proc/sys/vm/overcommit_memory")),
      Fact(
        "load_average",
        files.value("/proc/loadavg").map { ProcText.words(of: $0[...]).prefix(3).joined(separator: " ") }),
      Fact("pressure_cpu", files.text("/proc/pressure/cpu").flatMap { ProcText.lines(of: $0).first.map(String.init) }),
      Fact("steal_ns", files.text("/proc/stat").flatMap { ProcText.stealNs(stat: $0) }),
      Fact("memory_total_bytes", kibibytes("MemTotal", memory)),
      Fact("memory_available_bytes", kibibytes("MemAvailable", memory)),
      Fact("uptime_s", files.value("/proc/uptime").flatMap { ProcText.words(of: $0[...]).first.map(String.init) }),
      Fact("virtual_machine", virtualMachine(files)),
      Fact("container", container(files)),
    ]
  }

  /// The bracketed one of the choices that a setting offers.
  private static func chosen(_ text: String) -> String? {
    text.split(separator: "[").dropFirst().first?.split(separator: "]").first.map(String.init)
  }

  /// A line of `/proc/meminfo` in bytes.
  static func kibibytes(_ key: String, _ text: String) -> Int? {
    ProcText.field(key, in: text).flatMap { ProcText.words(of: $0[...]).first }.flatMap { Int($0) }.map { $0 * 1024 }
  }

  private static func operatingSystem(_ files: MachineFiles) -> String? {
    let lines = ProcText.lines(of: files.text("/etc/os-release") ?? "")
    let name = lines.first { $0.hasPrefix("PRETTY_NAME=") }?.dropFirst("PRETTY_NAME=".count)
    return name.map { String($0.filter { $0 != "\"" }) }
  }

  /// The product behind a virtual machine, `yes` where only the processor tells, else `no`.
  private static func virtualMachine(_ files: MachineFiles) -> String? {
    guard let info = files.text("/proc/cpuinfo") else { return nil }
    let flags = ProcText.field("flags", in: info).map { ProcText.words(of: $0[...]) } ?? []
    guard flags.contains("hypervisor") else { return "no" }
    return files.value("/sys/class/dmi/id/product_name") ?? files.value("/sys/hypervisor/type") ?? "yes"
  }

  /// The engine of the container that this process is in, or `no`.
  static func container(_ files: MachineFiles) -> String {
    if files.text("/.dockerenv") != nil { return "docker" }
    if files.text("/run/.containerenv") != nil { return "podman" }
    let groups = files.text("/proc/1/cgroup") ?? ""
    let engines = ["kubepods", "docker", "lxc", "containerd"]
    return ProcText.lines(of: groups).lazy.compactMap { line in
      engines.first { engine in line.split(separator: "/").contains { $0.hasPrefix(engine) } }
    }.first ?? "no"
  }
}
