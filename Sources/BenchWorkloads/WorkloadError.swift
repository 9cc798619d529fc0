/// Why a workload cannot be found, prepared or run.
public enum WorkloadError: Error, Hashable, Sendable {
  /// No workload has this name.
  case unknown(String, known: [String])
  /// Two workloads have the same name.
  case duplicate(String)
  /// A setting that the workload needs is absent.
  case missingSetting(String, workload: String)
  /// A setting is out of its range.
  case invalidSetting(String, value: Int, range: ClosedRange<Int>, workload: String)
  /// The type's name leads nowhere in this process.
  case unreachableType(String)
  /// The system refused what the task asked for.
  case system(workload: String, cause: String)
}

extension WorkloadError: CustomStringConvertible {
  /// One sentence: what was wrong and what to do.
  public var description: String {
    switch self {
    case .unknown(let name, let known):
      "There is no workload \"\(name)\"; the known ones are \(known.joined(separator: ", "))."
    case .duplicate(let name):
      "Two workloads are named \"\(name)\"; give each a name of its own."
    case .missingSetting(let setting, let workload):
      "The workload \(workload) needs \(setting), which is missing; state it."
    case .invalidSetting(let setting, let value, let range, let workload):
      "\(setting) of the workload \(workload) is \(value); give a number from \(range.lowerBound) to \(range.upperBound)."
    case .unreachableType(let name):
      "The workload type \(name) cannot be found by its name in a worker process;"
        + " declare it neither private nor inside a function."
    case .system(let workload, let cause):
      "A task of \(workload) failed: \(cause)"
    }
  }
}
