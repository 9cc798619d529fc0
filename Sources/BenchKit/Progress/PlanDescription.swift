import BenchDriver
import BenchModel
import BenchPlan

/// A plan in words, for `--dry-run` and for the first line of a run.
enum PlanDescription {
  /// `3 cells x 7 arms x 14 rounds, 336 repetitions, about 2 min 40 s; seed 42`.
  static func headline(of plan: Plan, missing: Int, expectedNs: Int) -> String {
    let total = plan.repetitions.count
    let repetitions = missing == total ? "\(total) repetitions" : "\(missing) of \(total) repetitions left"
    let tasks = plan.settings.tasksOverrideN.map { ", \($0) tasks a batch" } ?? ""
    return "bench: \(count(plan.cells.count, "cell")) x \(count(plan.arms.count, "arm")) x "
      + "\(count(plan.settings.rounds, "round")) and a warm-up\(tasks): \(repetitions), about "
      + "\(ProgressText.duration(expectedNs)); seed \(plan.settings.seed)"
  }

  /// The whole plan: cells, arms and the expected duration.
  static func text(of plan: Plan) -> String {
    let expected = DurationForecast(plan: plan).expectedNs(of: plan.repetitions)
    var lines = [headline(of: plan, missing: plan.repetitions.count, expectedNs: expected), "", "Cells"]
    lines += plan.cells.map { "  " + $0.cell.shortTitle }
    lines += ["", "Arms"]
    lines += plan.arms.enumerated().map { index, planned in
      let role = index == 0 ? "  (baseline)" : planned.arm.isControl ? "  (A/A control)" : ""
      let command = planned.arm.isExternal ? "  \(planned.arm.command.joined(separator: " "))" : ""
      return "  \(planned.arm.label)\(role)\(command)"
    }
    if plan.cells.contains(where: { $0.cell.width == .unbounded }) {
      lines += ["", "An unbounded width keeps at most \(plan.widthLimitN) processes or threads alive at once."]
    }
    return lines.joined(separator: "\n")
  }

  private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
