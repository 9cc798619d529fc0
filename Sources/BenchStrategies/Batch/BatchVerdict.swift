/// Whether a batch did what it should: each task once, with its value.
package enum BatchVerdict: Hashable, Sendable {
  case ok
  /// A task threw; the sentence says which and what.
  case failed(String)
  /// A value is wrong, or a task was dropped or run twice; the sentence names the task.
  case wrongResult(String)
}

extension TaskBatch {
  /// Judges every task against the workload's pure function, and the runs that units outside this process counted
  /// against the number of tasks.
  ///
  /// - Parameters:
  ///   - judged: how many tasks, from the first one on, were asked for; `nil` for all.
  ///   - outside: what those units did during the batch, or `nil` where all tasks ran in this process.
  /// - Returns: the first fault, in the order of the tasks.
  package func verdict(ofFirst judged: Int? = nil, outside: UnitTotals?) -> BatchVerdict {
    if let failure = firstFailure { return .failed("\(failure)") }
    let mismatch = firstMismatch
    for task in 0..<(judged ?? count) {
      if let fault = fault(of: task, mismatch) { return .wrongResult(fault) }
    }
    if let outside, let fault = fault(inRuns: outside) { return .wrongResult(fault) }
    return .ok
  }

  private func fault(of task: Int, _ mismatch: Mismatch?) -> String? {
    let endings = endings(of: task)
    if endings == 0 { return "Task \(task) of \(count) was dropped: it never ended." }
    if endings > 1 { return "Task \(task) of \(count) was run more than once: it ended \(endings) times." }
    guard let value = wrongValue(of: task, mismatch) else { return nil }
    if isCheckedByPredicate { return "Task \(task) of \(count) gave a result that the check of the workload refuses." }
    let (shown, expected) = (hexadecimal(value), hexadecimal(expectedValue(of: task)))
    return "Task \(task) of \(count) gave the wrong value \(shown); \(expected) was expected."
  }

  /// The value of the task if it is wrong.
  private func wrongValue(of task: Int, _ mismatch: Mismatch?) -> UInt64? {
    guard task < keptCount else { return mismatch?.task == task ? mismatch?.value : nil }
    let value = value(of: task)
    return value == expectedValue(of: task) ? nil : value
  }

  /// What units elsewhere have run when all tasks of the batch have run once.
  package var expectedRuns: UnitTotals {
    UnitTotals(runs: count, taskSum: UInt64(count) * UInt64(count - 1) / 2)
  }

  /// Units count their runs and sum up the tasks' indices, so that one run too many or too few has a name.
  private func fault(inRuns outside: UnitTotals) -> String? {
    let difference = outside.taskSum &- expectedRuns.taskSum
    let excess = outside.runs - expectedRuns.runs
    switch excess {
    case 0 where difference == 0: return nil
    case 0: return "The units ran \(count) tasks, but not each of the \(count) tasks once."
    case 1: return "Task \(difference) of \(count) was run twice, though it was answered once."
    case -1: return "Task \(0 &- difference) of \(count) was answered without being run."
    default: return "The units ran \(outside.runs) tasks, though the batch has \(count)."
    }
  }
}
