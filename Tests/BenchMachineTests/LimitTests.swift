import BenchMachine
import BenchModel
import Testing

@Suite("What the system leaves this process")
struct LimitTests {
  private func files(_ tree: [String: String]) -> MachineFiles { MachineFiles { tree[$0] } }

  private let versionTwo: [String: String] = [
    "/proc/self/cgroup": "0::/pod/job\n",
    "/proc/self/mountinfo": "41 31 0:38 / /sys/fs/cgroup rw - cgroup2 cgroup rw,nsdelegate\n",
    "/sys/fs/cgroup/pod/job/pids.max": "max\n", "/sys/fs/cgroup/pod/job/pids.current": "3\n",
    "/sys/fs/cgroup/pod/pids.max": "100\n", "/sys/fs/cgroup/pod/pids.current": "40\n",
    "/sys/fs/cgroup/pod/job/memory.max": "1000\n", "/sys/fs/cgroup/pod/job/memory.current": "900\n",
    "/sys/fs/cgroup/pod/job/memory.stat": "anon 1\ninactive_file 300\n",
    "/sys/fs/cgroup/pod/memory.max": "5000\n", "/sys/fs/cgroup/pod/memory.current": "100\n",
  ]

  private let versionOne: [String: String] = [
    "/proc/self/cgroup": "7:pids:/job\n6:memory:/job\n",
    "/proc/self/mountinfo": """
    32 31 0:29 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids
    33 31 0:30 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
    """,
    "/sys/fs/cgroup/pids/job/pids.max": "50\n", "/sys/fs/cgroup/pids/job/pids.current": "20\n",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
    "/sys/fs/cgroup/memory/job/memory.limit_in_bytes": "2000\n",
    "/sys/fs/cgroup/memory/job/memory.usage_in_bytes": "1500\n",
    "/sys/fs/cgroup/memory/job/memory.stat": "cache 9\ntotal_inactive_file 100\n",
  ]

  @Test("the tightest control group counts, in version 2; what files keep in memory is left")
  func versionTwoGroups() {
    #expect(SystemLimits.processes(files(versionTwo)).last == SystemLimit("pids.max of the control group", left: 60))
    #expect(SystemLimits.memory(files(versionTwo)) == [SystemLimit("memory.max of the control group", left: 400)])
  }

  @Test("and in version 1")
  func versionOneGroups() {
    #expect(SystemLimits.processes(files(versionOne)).last == SystemLimit("pids.max of the control group", left: 30))
    #expect(
      SystemLimits.memory(files(versionOne)) == [SystemLimit("memory.limit_in_bytes of the control group", left: 600)])
  }

  @Test("a group that uses more than its limit leaves nothing, and one without a limit is none")
  func ends() {
    let over = versionTwo.merging(["/sys/fs/cgroup/pod/pids.current": "400\n"]) { $1 }
    #expect(SystemLimits.processes(files(over)).last?.left == 0)
    let free = versionTwo.merging(["/sys/fs/cgroup/pod/pids.max": "max\n"]) { $1 }
    #expect(!SystemLimits.processes(files(free)).contains { $0.name.contains("pids.max") })
    #expect(SystemLimits.memory(files([:])) == [])
  }

  @Test("the kernel's own limits have their names")
  func kernel() {
    let tree = [
      "/proc/sys/kernel/threads-max": "1000\n", "/proc/sys/kernel/pid_max": "32768\n",
      "/proc/sys/vm/max_map_count": "65530\n",
      "/proc/meminfo": "MemAvailable: 2 kB\n",
    ]
    let processes = SystemLimits.processes(files(tree))
    #expect(processes.contains(SystemLimit("kernel.threads-max", left: 1000)))
    #expect(processes.contains(SystemLimit("kernel.pid_max", left: 32768)))
    #expect(SystemLimits.threads(files(tree)) == [SystemLimit("vm.max_map_count", left: 32765)])
    #expect(SystemLimits.memory(files(tree)) == [SystemLimit("the available memory", left: 2048)])
  }
}
