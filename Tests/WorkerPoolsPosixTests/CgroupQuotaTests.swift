import Testing
import WorkerPoolsPosix

/// The quota of control groups, read from trees of fixtures as the kernel would show them.
@Suite("Quota of control groups")
struct CgroupQuotaTests {
  private func tree(_ files: [String: String]) throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    for (name, text) in files { try directory.write(text, to: name) }
    return directory
  }

  private let version2Mount = "29 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"

  @Test("version 2: the least quota from the group up to the root holds")
  func version2() throws {
    let root = try tree([
      "/proc/self/cgroup": "0::/a.slice/b.scope\n",
      "/proc/self/mountinfo": "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n" + version2Mount,
      "/sys/fs/cgroup/a.slice/b.scope/cpu.max": "400000 100000\n",
      "/sys/fs/cgroup/a.slice/cpu.max": "150000 100000\n",
    ])
    #expect(CgroupQuota.cores(root: root.path) == 1.5)
  }

  @Test("version 2: max is no quota")
  func version2Unlimited() throws {
    let root = try tree([
      "/proc/self/cgroup": "0::/a.slice\n", "/proc/self/mountinfo": version2Mount,
      "/sys/fs/cgroup/a.slice/cpu.max": "max 100000\n",
    ])
    #expect(CgroupQuota.cores(root: root.path) == nil)
  }

  @Test("version 2 in a container: the quota stands at the mount point")
  func version2Container() throws {
    let root = try tree([
      "/proc/self/cgroup": "0::/\n", "/proc/self/mountinfo": version2Mount,
      "/sys/fs/cgroup/cpu.max": "50000 100000\n",
    ])
    #expect(CgroupQuota.cores(root: root.path) == 0.5)
  }

  @Test("version 1: quota over period of the cpu controller, wherever it is mounted")
  func version1() throws {
    let root = try tree([
      "/proc/self/cgroup": "4:memory:/x\n3:cpu,cpuacct:/docker/abc\n0::/other\n",
      "/proc/self/mountinfo": """
      30 29 0:27 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct
      31 29 0:28 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory

      """,
      "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us": "300000\n",
      "/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us": "100000\n",
    ])
    #expect(CgroupQuota.cores(root: root.path) == 3)
  }

  @Test("version 1: -1 is no quota")
  func version1Unlimited() throws {
    let root = try tree([
      "/proc/self/cgroup": "3:cpu,cpuacct:/\n",
      "/proc/self/mountinfo": "30 29 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n",
      "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n", "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
    ])
    #expect(CgroupQuota.cores(root: root.path) == nil)
  }

  @Test("a machine without control groups, or with nonsense in them, has no quota")
  func nothing() throws {
    #expect(CgroupQuota.cores(root: "/nowhere") == nil)
    let root = try tree([
      "/proc/self/cgroup": "nonsense\n0::/\n", "/proc/self/mountinfo": "short\n" + version2Mount,
      "/sys/fs/cgroup/cpu.max": "many 0\n",
    ])
    #expect(CgroupQuota.cores(root: root.path) == nil)
  }

  @Test("the cores of this process are between one and all")
  func cores() throws {
    #expect((1...CoreCount.online).contains(CoreCount.available))
    #expect(!CoreCount.affinity.isEmpty)
    let thread = try PlatformThread.start {
      #expect(throws: Never.self) { try CoreCount.setAffinity(firstCPUs: 1) }
      #expect(CoreCount.affinity.count == 1)
      #expect(CoreCount.available == 1)
    }
    thread.join()
  }
}
