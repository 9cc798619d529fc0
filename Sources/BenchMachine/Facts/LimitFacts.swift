import BenchModel

/// The resource limits of this process, out of `/proc/self/limits`.
enum LimitFacts {
  /// The kernel's names of the limits, and their keys in `env.csv`.
  private static let limits = [
    ("Max processes", "rlimit_processes"), ("Max open files", "rlimit_descriptors"),
    ("Max stack size", "rlimit_stack_bytes"), ("Max address space", "rlimit_address_space_bytes"),
    ("Max locked memory", "rlimit_locked_memory_bytes"), ("Max file size", "rlimit_file_size_bytes"),
  ]

  static func collect(_ files: MachineFiles) -> [Fact] {
    let text = files.text("/proc/self/limits") ?? ""
    return limits.map { name, key in Fact(key, pair(name, in: text)) }
  }

  /// Soft and hard limit, as `1024 of 4096`.
  static func pair(_ name: String, in text: String) -> String? {
    guard let line = ProcText.lines(of: text).first(where: { $0.hasPrefix(name) }) else { return nil }
    let words = ProcText.words(of: line.dropFirst(name.count))
    return words.count >= 2 ? "\(words[0]) of \(words[1])" : nil
  }
}
