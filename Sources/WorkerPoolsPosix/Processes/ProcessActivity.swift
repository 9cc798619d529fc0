internal import Glibc

/// What a process of any program does at the moment, from procfs.
package struct ProcessActivity: Hashable, Sendable {
  /// Whether all of its threads wait for something other than a processor or a disk.
  package let isAsleep: Bool
  /// The time that they have run on processors, in nanoseconds; whole clock ticks of 10 ms.
  package let processorNs: Int

  package init(isAsleep: Bool, processorNs: Int) {
    self.isAsleep = isAsleep
    self.processorNs = processorNs
  }

  /// `nil` where the process or procfs is not there.
  package static func of(pid: Int32) -> ProcessActivity? {
    let threads = (try? FileSystemAccess.entries(of: "/proc/\(pid)/task")) ?? []
    let seen = threads.compactMap { FileSystemAccess.text(of: "/proc/\(pid)/task/\($0)/stat").flatMap(parse) }
    if seen.isEmpty { return nil }
    return ProcessActivity(
      isAsleep: seen.allSatisfy(\.isAsleep), processorNs: seen.reduce(0) { $0 + $1.processorNs })
  }

  /// Reads a thread's line, of the form that proc_pid_stat(5) describes.
  static func parse(_ line: String) -> ProcessActivity? {
    // The second field is a name in parentheses, in which anything may stand.
    guard let end = line.lastIndex(of: ")") else { return nil }
    let fields = line[line.index(after: end)...].split(separator: " ")
    guard fields.count > 12, let user = Int(fields[11]), let system = Int(fields[12]) else { return nil }
    let tickNs = 1_000_000_000 / sysconf(Int32(_SC_CLK_TCK))
    return ProcessActivity(isAsleep: fields[0] == "S", processorNs: (user + system) * tickNs)
  }
}
