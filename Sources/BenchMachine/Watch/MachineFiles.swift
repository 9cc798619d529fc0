import WorkerPoolsPosix

/// The kernel's files, read below a root folder that tests replace.
package struct MachineFiles: Sendable {
  /// Reads a whole file, or says that it cannot be read.
  package typealias Reader = @Sendable (_ path: String) -> String?

  private let reader: Reader

  package init(reader: @escaping Reader) {
    self.reader = reader
  }

  /// The content of a file with an absolute path; `nil` where there is none.
  package func text(_ path: String) -> String? { reader(path) }

  /// The content without the blanks around it; `nil` where nothing is left.
  package func value(_ path: String) -> String? {
    reader(path).map { ProcText.trimmed($0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The control groups that govern a controller for this process.
  package func controlGroup(_ controller: String) -> ControlGroup? {
    guard let groups = text("/proc/self/cgroup"), let mounts = text("/proc/self/mountinfo") else { return nil }
    return ControlGroup.find(controller, groups: groups, mounts: mounts)
  }

  /// The memory that programs can still have without swapping, in bytes; nil if the kernel does not say.
  package var availableMemoryBytes: Int? { KernelFacts.kibibytes("MemAvailable", text("/proc/meminfo") ?? "") }

  /// How often this process's control groups were throttled since they exist; `nil` where nobody counts.
  package func throttledCount() -> Int? {
    guard let group = controlGroup("cpu") else { return nil }
    let counts = group.folders.compactMap { text("\($0)/cpu.stat") }.compactMap {
      ProcText.number("nr_throttled", in: $0)
    }
    return counts.isEmpty ? nil : counts.reduce(0, +)
  }
}

extension MachineFiles {
  /// The files of this machine.
  package static var system: MachineFiles { MachineFiles { FileSystemAccess.text(of: $0) } }
}
