package import BenchModel
package import BenchPlan

/// Judges what a repetition computed: all its tasks, and the same values as everybody else in the cell.
package struct ResultJudge: Sendable {
  /// The right checksum over the first tasks of a cell, or `nil` where this program does not know the workload.
  package typealias Reference = @Sendable (_ cell: PlannedCell, _ seed: Int, _ tasks: Int) -> String?

  private struct Key: Hashable {
    var cell: Int
    var tasks: Int
  }

  private let reference: Reference
  private var known: [Key: String] = [:]

  package init(reference: @escaping Reference) {
    self.reference = reference
  }

  /// Why the record's result is wrong, in one sentence, or `nil` where nothing speaks against it.
  ///
  /// Where there is no reference, the first checksum of the cell over that number of tasks is the one that the others
  /// must agree with. An external arm may leave its checksum out.
  package mutating func objection(
    to record: RepetitionRecord, spec: RepetitionSpec, cell: PlannedCell, cellIndex: Int
  ) -> String? {
    if let tasks = record.tasksN, tasks != spec.tasksN {
      return "it ran \(tasks) of \(spec.tasksN) tasks"
    }
    if let asked = spec.resultMode, let used = record.resultMode, used != asked {
      return "its result mode is \(used.rawValue) instead of \(asked.rawValue)"
    }
    guard let checksum = record.checksum else {
      return spec.strategy == nil ? nil : "it reported no checksum"
    }
    let tasks = record.checksumTasksN ?? spec.checksumTasksN ?? spec.tasksN
    guard (1...spec.tasksN).contains(tasks) else { return "its checksum covers \(tasks) of \(spec.tasksN) tasks" }
    if spec.strategy != nil, let asked = spec.checksumTasksN, tasks != asked {
      return "its checksum covers \(tasks) tasks instead of \(asked)"
    }
    let key = Key(cell: cellIndex, tasks: tasks)
    let expected = known[key] ?? reference(cell, spec.seed, tasks) ?? checksum
    known[key] = expected
    return checksum == expected ? nil : "its checksum over \(tasks) tasks is \(checksum) instead of \(expected)"
  }
}
