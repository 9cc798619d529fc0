import WorkerPoolsPosix

/// What a process has open and running.
struct Census: Codable, Sendable, Equatable {
  var descriptors: Int
  var threads: Int
  var children: Int
  /// Mappings of shared memory files.
  var sharedMappings = 0

  static func take() throws -> Census {
    Census(
      // One of them is the folder's own.
      descriptors: try FileSystemAccess.entries(of: "/proc/self/fd").count - 1,
      threads: try FileSystemAccess.entries(of: "/proc/self/task").count, children: try childCount(),
      sharedMappings: (FileSystemAccess.text(of: "/proc/self/maps") ?? "").split(separator: "\n")
        .count { $0.contains("/memfd:") })
  }

  private static func childCount() throws -> Int {
    try FileSystemAccess.entries(of: "/proc/self/task").reduce(0) { count, thread in
      let text = FileSystemAccess.text(of: "/proc/self/task/\(thread)/children") ?? ""
      return count + text.split(separator: " ").count
    }
  }
}
