/// The CPU time that control groups leave to this process.
package enum CgroupQuota {
  /// The least quota of the process's control group and those above it, in cores; `nil` for none.
  ///
  /// Reads /proc/self/cgroup, /proc/self/mountinfo and then `cpu.max` (version 2) or `cpu.cfs_quota_us` and
  /// `cpu.cfs_period_us` (version 1).
  ///
  /// `root` stands before each path, so that a tree of fixtures can be read.
  package static func cores(root: String = "") -> Double? {
    let groups = lines(root + "/proc/self/cgroup").compactMap(Membership.init)
    let mounts = lines(root + "/proc/self/mountinfo").compactMap(Mount.init)
    var least: Double?
    for mount in mounts {
      guard let group = groups.first(where: { $0.isVersion2 == mount.isVersion2 }) else { continue }
      for folder in folders(of: group.path, in: mount) {
        guard let quota = quota(ofFolder: root + folder, isVersion2: mount.isVersion2) else { continue }
        least = min(quota, least ?? quota)
      }
    }
    return least
  }

  /// The folders of a group and those above it, down to the mount point; some may not exist in a container.
  private static func folders(of group: String, in mount: Mount) -> [String] {
    var path = Substring(group)
    if mount.root != "/", path.hasPrefix(mount.root) { path = path.dropFirst(mount.root.count) }
    var result: [String] = []
    while let slash = path.lastIndex(of: "/") {
      if path.index(after: slash) < path.endIndex { result.append(mount.point + path) }
      path = path[..<slash]
    }
    return result + [mount.point]
  }

  private static func quota(ofFolder folder: String, isVersion2: Bool) -> Double? {
    let words: [Substring]
    if isVersion2 {
      words = lines(folder + "/cpu.max").first?.split(separator: " ") ?? []
    } else {
      words = ["/cpu.cfs_quota_us", "/cpu.cfs_period_us"].compactMap { lines(folder + $0).first }
    }
    guard words.count == 2, let quota = Double(words[0]), let period = Double(words[1]), quota > 0, period > 0 else {
      return nil  // "max" and -1 mean no quota
    }
    return quota / period
  }

  private static func lines(_ path: String) -> [Substring] {
    FileSystemAccess.text(of: path)?.split(separator: "\n") ?? []
  }

  /// A line of /proc/self/cgroup that matters for CPU time: `0::/path`, or `N:cpu,cpuacct:/path`.
  private struct Membership {
    let isVersion2: Bool
    let path: String

    init?(_ line: Substring) {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return nil }
      isVersion2 = fields[1].isEmpty
      guard isVersion2 || fields[1].split(separator: ",").contains("cpu") else { return nil }
      path = String(fields[2])
    }
  }

  /// A line of /proc/self/mountinfo: `ID PARENT DEV ROOT POINT OPTIONS ... - TYPE SOURCE SUPER-OPTIONS`.
  private struct Mount {
    let isVersion2: Bool
    let root: String
    let point: String

    init?(_ line: Substring) {
      let words = line.split(separator: " ")
      guard let dash = words.firstIndex(of: "-"), dash > 5, words.count > dash + 3 else { return nil }
      isVersion2 = words[dash + 1] == "cgroup2"
      let holdsCPU = words[dash + 1] == "cgroup" && words[dash + 3].split(separator: ",").contains("cpu")
      guard isVersion2 || holdsCPU else { return nil }
      root = String(words[3])
      point = String(words[4])
    }
  }
}
