package import BenchAnalysis
import BenchModel
import BenchResults

/// Advice in plain words: what to take, what the others cost and from when on they pay, and what that rests on.
package struct AdviceReport: Sendable {
  private let advice: Advice
  /// The folder of the run, as the user named it.
  private let folder: String
  /// Whether the run was measured on another machine than the advice is asked on.
  private let isElsewhere: Bool

  package init(_ advice: Advice, folder: String, isElsewhere: Bool) {
    self.advice = advice
    self.folder = folder
    self.isElsewhere = isElsewhere
  }

  /// The whole, for any renderer.
  package var report: Report {
    let question = advice.question
    var report = Report(
      title: "\(question.kind) tasks of \(Quantity.label(nanoseconds: question.taskDurationNs)), "
        + "\(advice.sweep.width) at once, on \(isElsewhere ? "ANOTHER" : "this") machine")
    report.add(remarks: advice.modes.map { AdviceWords(advice: advice).choice($0) })
    report.add(AdviceTable(advice: advice).table)
    report.add(remarks: AdviceTable(advice: advice).legend)
    report.add(remarks: processes + workers)
    report.add(remarks: evidence)
    return report
  }

  private var processes: [String] { advice.processes.map(ProcessCostWords.text) }

  private var workers: [String] {
    guard advice.workers.isEmpty else { return advice.workers.map(Self.text) }
    let duration = Quantity.label(nanoseconds: advice.cells[0].durationNs ?? 0)
    return [
      "How many workers: not swept; bench run --suite sweep-width --workloads \(advice.question.kind) --task-duration "
        + "\(duration) measures that."
    ]
  }

  private static func text(_ workers: WorkerAdvice) -> String {
    let duration = Quantity.label(nanoseconds: workers.durationNs)
    let above = workers.widths.filter { $0 > workers.enough }
    guard let next = above.first, let last = above.last else {
      return "How many workers: \(workers.label) does the most at \(workers.enough), the widest that was swept "
        + "(tasks of \(duration))."
    }
    let more = next == last ? "\(next) is" : "\(next) to \(last) are"
    return
      "How many workers: \(workers.enough) for \(workers.label); \(more) not shown to do more (tasks of \(duration))."
  }

  private var evidence: [String] {
    let sweep = advice.sweep
    let cells = advice.cells.map { "\($0.cell.title) (\($0.roundsText))" }
    let all = sweep.cells.compactMap(\.durationNs).map { Quantity.label(nanoseconds: $0) }
    let curve =
      all.count > 1 ? "; \"pays from\" on its \(all.count) durations from \(all[0]) to \(all[all.count - 1])" : ""
    return [
      "Rests on \(folder)/reps.csv: \(Words.list(cells))\(curve).", "Run \(RunLine.text(sweep.results)).",
    ]
  }
}
