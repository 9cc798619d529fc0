import BenchModel

/// What the control groups of this process leave it, in both versions; the tightest of the groups that hold it counts.
enum GroupLimits {
  /// Version 1 writes a number of this size where there is no limit.
  private static let unlimited = 1 << 60

  static func processes(_ files: MachineFiles) -> [SystemLimit] {
    tightest("pids", "pids.max", files) { folder in
      files.count("\(folder)/pids.max").map { $0 - (files.count("\(folder)/pids.current") ?? 0) }
    }
  }

  static func memory(_ files: MachineFiles) -> [SystemLimit] {
    guard let group = files.controlGroup("memory") else { return [] }
    let names =
      group.version == .one
      ? (limit: "memory.limit_in_bytes", usage: "memory.usage_in_bytes", cache: "total_inactive_file")
      : (limit: "memory.max", usage: "memory.current", cache: "inactive_file")
    return tightest("memory", names.limit, files) { folder in
      guard let limit = files.count("\(folder)/\(names.limit)"), limit < unlimited else { return nil }
      // The kernel takes back what files alone keep in memory before it refuses anything.
      let cache = files.text("\(folder)/memory.stat").flatMap { ProcText.number(names.cache, in: $0) } ?? 0
      return limit - max((files.count("\(folder)/\(names.usage)") ?? 0) - cache, 0)
    }
  }

  private static func tightest(
    _ controller: String, _ name: String, _ files: MachineFiles, left: (String) -> Int?
  ) -> [SystemLimit] {
    let folders = files.controlGroup(controller)?.folders ?? []
    return folders.compactMap(left).min().map { [SystemLimit("\(name) of the control group", left: $0)] } ?? []
  }
}

extension MachineFiles {
  /// The number in a file; nil if there is none, as where it says `max`.
  fileprivate func count(_ path: String) -> Int? { value(path).flatMap { Int($0) } }
}
