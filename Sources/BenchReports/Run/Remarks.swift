import BenchAnalysis
import BenchModel

/// What has to be said beside an arm's figures so that they mislead nobody.
struct Remarks {
  let arm: ArmResults
  let cell: Cell
  /// What drifted in the run, if anything did.
  let drift: Drift?

  var all: [String] {
    failures + [width, chunk, drifting, build].compactMap { $0 }
  }

  /// One remark for each way in which measured rounds went wrong; an arm that never got that far speaks of its warm-up.
  private var failures: [String] {
    let rounds = arm.measured.isEmpty ? arm.repetitions : arm.measured
    let failed = rounds.filter { !$0.status.isMeasured }
    var remarks = failed.map(\.status).uniqued().map { status in
      let alike = failed.filter { $0.status == status }
      return describe(status, alike.count, of: rounds.count, detail: alike.first?.statusDetail)
    }
    let allocation = arm.repetitions.first { $0.phase == .alloc && !$0.status.isMeasured }
    if let allocation, !arm.judged.isEmpty {
      remarks.append("allocations not counted: \(allocation.statusDetail ?? allocation.status.rawValue)")
    }
    return remarks
  }

  private func describe(_ status: RepetitionStatus, _ count: Int, of total: Int, detail: String?) -> String {
    let reason = detail.map { ": \($0)" } ?? ""
    let share = count == total && status == .unsupported ? "" : "\(count) of \(total) "
    let word =
      switch status {
      case .timeout: "timed out"
      case .wrongResult: "gave wrong results"
      case .malformed: "left a malformed record"
      default: status.rawValue
      }
    return share + word + reason
  }

  private var width: String? {
    guard let reached = arm.judged.compactMap(\.widthEffectiveN).max(), let tasks = arm.judged.map(\.tasksN).max()
    else { return nil }
    let asked = min(cell.width.count ?? tasks, tasks)
    return reached == asked ? nil : "ran \(reached) of \(asked) at once"
  }

  private var chunk: String? {
    guard let chunk = arm.judged.compactMap(\.chunkN).max(), chunk > 1 else { return nil }
    return "\(chunk) tasks a chunk"
  }

  private var drifting: String? {
    guard let drift, drift.arm == arm.label, drift.cell == cell else { return nil }
    return "drifted: \(Figures.factor(drift.factor))x from the first half of the rounds to the second"
  }

  private var build: String? {
    arm.judged.contains { $0.status == .debug } ? "debug build" : nil
  }
}
