package import BenchWorkloads
import WorkerPoolsPosix

/// The hidden subcommand `task WORKLOAD SEED INDEX [SETTING=NUMBER ...]`: one task in this process, for programs that start
/// a process for each task and know nothing of this library.
///
/// A setting has the name that the spec has for it: `task_duration_ns`, `task_iterations_n`, `payload_bytes`. It is not a
/// command of the argument parser, which alone would take longer than all else that such a process does.
package enum SingleTask {
  package static let name = "task"

  /// Runs the task that these words ask for and says what it computed and when: `VALUE START END`, in decimal.
  ///
  /// - Throws: an error whose description is one sentence, where a word makes no sense or a setting is missing.
  package static func run(_ words: [String], workloads: Workloads = Workloads()) throws -> String {
    guard words.count >= 3, let seed = UInt64(words[1]), let task = UInt64(words[2]) else {
      throw SingleTaskError.malformed
    }
    let settings = try settings(words.dropFirst(3), seed: seed)
    let workload = try workloads.named(words[0]).init(settings)
    let input = workload.input(forTask: task)
    let start = MonotonicTime.now()
    let output = try workload.run(task: task, input: input)
    let end = MonotonicTime.now()
    return "\(workload.value(of: output, forTask: task)) \(start) \(end)"
  }

  private static func settings(_ words: some Sequence<String>, seed: UInt64) throws -> WorkloadSettings {
    var settings = WorkloadSettings(seed: seed)
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let number = Int(parts[1]) else { throw SingleTaskError.malformed }
      switch parts[0] {
      case "task_duration_ns": settings.taskDurationNs = number
      case "task_iterations_n": settings.iterations = number
      case "payload_bytes": settings.payloadBytes = number
      default: throw SingleTaskError.unknownSetting(String(parts[0]))
      }
    }
    return settings
  }
}

/// Why a single task cannot begin.
package enum SingleTaskError: Error, Hashable, Sendable, CustomStringConvertible {
  case malformed
  case unknownSetting(String)

  /// One sentence: what was wrong and what to do.
  package var description: String {
    switch self {
    case .malformed: "The task is not understood; write task WORKLOAD SEED INDEX [SETTING=NUMBER ...]."
    case .unknownSetting(let name):
      "There is no setting \"\(name)\"; the known ones are task_duration_ns, task_iterations_n and payload_bytes."
    }
  }
}
