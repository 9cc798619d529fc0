import BenchAnalysis
import BenchModel
import BenchResults
import BenchStatistics

/// What each arm does beside the baseline, what it costs, and from which task duration on it pays.
struct AdviceTable {
  let advice: Advice

  private var results: RunResults { advice.sweep.results }

  var table: ReportTable {
    let ratios = advice.cells.map { cell in
      ReportTable.Column("vs \(results.baseline) at \(label(cell.durationNs))", priority: 1, intervalPriority: 2)
    }
    let columns =
      [ReportTable.Column("arm", .leading), .init("results", priority: 3)] + ratios
      + [.init("CPU/task", priority: 4), .init("startup", priority: 5), .init("pays from", intervalPriority: 2)]
    return ReportTable(
      title: "What each does beside \(results.baseline), and from which task duration on it pays", columns: columns,
      rows: advice.arms.map(row))
  }

  var legend: [String] {
    let durations = advice.sweep.cells.map { label($0.durationNs) }
    guard let first = durations.first, let last = durations.last, durations.count > 1 else {
      return ["pays from: only one duration was swept, so nothing is said of it."]
    }
    return [
      "pays from: the task duration above which it does more than \(results.baseline), with an interval at 95 %, between "
        + "\(first) and \(last); too close where the rounds do not tell, some only where it is worse again above. CPU/task is that of tasks of "
        + "\(label(advice.cells.last?.durationNs))."
    ]
  }

  private func row(_ arm: Advice.ArmAdvice) -> ReportTable.Row {
    let ratios = advice.cells.map { cell -> Figure in
      guard arm.label != results.baseline else { return .text("baseline") }
      let comparison = results.summary(Metric.throughput.name, of: arm.label, in: cell.cell)?.comparison
      return Figure(ratio: comparison?.median, comparison?.interval)
    }
    return ReportTable.Row(
      [.text(arm.label), Figure(text: arm.mode?.rawValue)] + ratios
        + [median("cpu_per_task", arm), median("startup", arm), pays(arm.crossover)])
  }

  private func median(_ metric: String, _ arm: Advice.ArmAdvice) -> Figure {
    let row = advice.cells.last.flatMap { results.summary(metric, of: arm.label, in: $0.cell) }
    return Figure(row?.estimate.median, .nanoseconds)
  }

  private func pays(_ crossover: Crossover?) -> Figure {
    switch crossover {
    case nil: .missing
    case .everywhere: .text("always")
    case .from(let duration, let interval): .value(duration, .nanoseconds, interval)
    case .fromAtMost(let duration): .text("at most \(label(Int(duration)))")
    case .nowhere: .text("nowhere")
    case .atSome: .text("some only")
    case .undecided: .text("too close")
    }
  }

  private func label(_ duration: Int?) -> String { Quantity.label(nanoseconds: duration ?? 0) }
}
