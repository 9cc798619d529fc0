import BenchAnalysis
import BenchModel
import BenchResults

/// What has to be said beside an arm's figures so that they mislead nobody.
struct Remarks {
  let arm: ArmResults
  let cell: Cell
  /// The arm's row for throughput, on which its ratio rests.
  let throughput: SummaryRow?
  let isMachineStable: Bool

  var all: [String] {
    failures + [width, chunk, drift, build].compactMap { $0 }
  }

  /// One remark for each way in which measured rounds went wrong; an arm that never got that far speaks of its warm-up.
  private var failures: [String] {
    let rounds = arm.measured.isEmpty ? arm.rows : arm.measured
    var remarks = statuses(of: rounds.filter { !$0.endedWell }).map { status, rows in
      describe(status, rows.count, of: rounds.count, detail: rows.first?[text: "status_detail"])
    }
    let allocations = arm.rows.filter { $0[text: "phase"] == Phase.alloc.rawValue && !$0.endedWell }
    if let row = allocations.first, !arm.judged.isEmpty {
      remarks.append("allocations not counted: \(row[text: "status_detail"] ?? row[text: "status"] ?? "failed")")
    }
    return remarks
  }

  private func statuses(of rows: [TableRow]) -> [(String, [TableRow])] {
    var order: [String] = []
    var groups: [String: [TableRow]] = [:]
    for row in rows {
      let status = row[text: "status"] ?? ""
      if groups[status] == nil { order.append(status) }
      groups[status, default: []].append(row)
    }
    return order.map { ($0, groups[$0] ?? []) }
  }

  private func describe(_ status: String, _ count: Int, of total: Int, detail: String?) -> String {
    let reason = detail.map { ": \($0)" } ?? ""
    let share = count == total && status == RepetitionStatus.unsupported.rawValue ? "" : "\(count) of \(total) "
    let word =
      switch RepetitionStatus(rawValue: status) {
      case .timeout: "timed out"
      case .wrongResult: "gave wrong results"
      case .malformed: "left a malformed record"
      default: status
      }
    return share + word + reason
  }

  private var width: String? {
    let widths = arm.judged.compactMap { $0[integer: "width_effective_n"] }
    guard let reached = widths.max(), let tasks = arm.judged.compactMap({ $0[integer: "tasks_n"] }).max() else {
      return nil
    }
    let asked = min(cell.width.count ?? tasks, tasks)
    return reached == asked ? nil : "ran \(reached) of \(asked) at once"
  }

  private var chunk: String? {
    guard let chunk = arm.judged.compactMap({ $0[integer: "chunk_n"] }).max(), chunk > 1 else { return nil }
    return "\(chunk) tasks a chunk"
  }

  private var drift: String? {
    guard isMachineStable, let throughput, !throughput.isStable else { return nil }
    return "ratio drifted during the run"
  }

  private var build: String? {
    arm.judged.contains { $0[text: "status"] == RepetitionStatus.debug.rawValue } ? "debug build" : nil
  }
}
