/// The control groups that hold this process, of the hierarchy that governs a controller.
///
/// Both layouts are read: version 1 with a hierarchy for each controller, and the one of version 2.
package struct ControlGroup: Hashable, Sendable {
  package enum Version: Int, Hashable, Sendable {
    case one = 1
    case two = 2
  }

  package var version: Version
  /// The folders from the process's own group up to the top of what is mounted, nearest first.
  package var folders: [String]

  package init(version: Version, folders: [String]) {
    self.version = version
    self.folders = folders
  }
}

extension ControlGroup {
  /// Finds the groups of `controller` from the texts of `/proc/self/cgroup` and `/proc/self/mountinfo`.
  ///
  /// A hierarchy of version 1 that has the controller wins, as it then is not in version 2's. `nil` where neither is
  /// mounted.
  package static func find(_ controller: String, groups: String, mounts: String) -> ControlGroup? {
    let memberships = ProcText.lines(of: groups).map {
      $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    }
    let mounted = ProcText.lines(of: mounts).compactMap { Mount(line: $0) }
    if let own = memberships.first(where: { $0.count == 3 && $0[1].split(separator: ",").contains(controller[...]) }),
      let mount = mounted.first(where: { $0.type == "cgroup" && $0.options.contains(controller) })
    {
      return ControlGroup(version: .one, folders: mount.folders(of: String(own[2])))
    }
    if let own = memberships.first(where: { $0.count == 3 && $0[0] == "0" && $0[1].isEmpty }),
      let mount = mounted.first(where: { $0.type == "cgroup2" })
    {
      return ControlGroup(version: .two, folders: mount.folders(of: String(own[2])))
    }
    return nil
  }
}

/// A line of `/proc/self/mountinfo`: what of a file system is mounted where.
private struct Mount {
  var root: String
  var point: String
  var type: String
  var options: [String]

  init?(line: Substring) {
    let words = ProcText.words(of: line)
    guard let dash = words.firstIndex(of: "-"), words.count > dash + 3, dash > 4 else { return nil }
    root = String(words[3])
    point = String(words[4])
    type = String(words[dash + 1])
    options = words[dash + 3].split(separator: ",").map(String.init)
  }

  /// The folders of a group and of its parents below the mount's root.
  ///
  /// A group outside of what is mounted, as in a container without a namespace of its own, is seen as the top.
  func folders(of path: String) -> [String] {
    var relative = path.split(separator: "/")
    let top = root.split(separator: "/")
    if relative.starts(with: top) { relative.removeFirst(top.count) } else { relative = [] }
    if relative.contains("..") { relative = [] }
    return (0...relative.count).reversed().map { count in
      ([point[...]] + relative.prefix(count)).joined(separator: "/")
    }
  }
}
