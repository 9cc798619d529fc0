import BenchAnalysis
import BenchModel
import BenchResults

/// What stands below the tables: how to read them, how far the machine can be trusted, and what the control says.
struct MachineRemarks {
  let results: RunResults

  /// Below tables of cells, whose ratios are those of throughput.
  var belowCells: [String] { [legend("throughput"), modes, measuring, machine, controls].compactMap(\.self) }

  /// Below tables of metrics.
  var belowMetrics: [String] { [legend("the value"), measuring, machine, controls].compactMap(\.self) }

  private func legend(_ quantity: String) -> String {
    let hasIntervals = results.summary.contains { $0.comparison.interval != nil }
    let level = hasIntervals ? "with intervals that hold together at 95 %" : "too few rounds for intervals"
    return "vs \(results.baseline): \(quantity) over that of the same round, \(level)."
  }

  /// The result mode is most of a trivial task's cost.
  private var modes: String {
    "results: each = every task has a result that somebody waits for, all = one wait for the batch; "
      + "compare like with like."
  }

  /// What the figures themselves cost and rest on.
  private var measuring: String? {
    let stamp = results.facts.value(EnvironmentFacts.Key.stampCostNs).map { "a stamp costs \($0) ns" }
    let allocator = results.facts.value(EnvironmentFacts.Key.allocators).map { "allocator \($0)" }
    let parts = [stamp, allocator].compactMap(\.self)
    return parts.isEmpty ? nil : "Measured: \(parts.joined(separator: ", "))."
  }

  /// Whether the machine was stable, and what speaks against it.
  var machine: String {
    let stability = results.stability
    let share = Figures.percent(stability.disturbedShare)
    let disturbed = "\(stability.disturbed) of \(stability.repetitions) repetitions disturbed (\(share))"
    guard !stability.isStable else { return "Machine: stable; \(disturbed)." }
    return "Machine: UNSTABLE (\(reasons.joined(separator: "; "))); \(disturbed). "
      + "Close other programs, keep the CPU's clock steady, or run with --rigorous."
  }

  private var reasons: [String] {
    let stability = results.stability
    var reasons: [String] = []
    if stability.disturbedShare > MachineStability.disturbedLimit {
      reasons.append("more than \(Figures.percent(MachineStability.disturbedLimit)) of repetitions were disturbed")
    }
    for control in stability.controls {
      if control.isBiased { reasons.append("the control differs in \(control.cell.title)") }
    }
    return reasons
  }

  private var controls: String? {
    let controls = results.stability.controls
    guard let first = controls.first else { return nil }
    let ratios = controls.map { "\($0.cell.title) \(Figures.ratio($0.ratio, $0.interval))" }
    return "Control \(first.label), the same program as \(first.original), at 99 % over all cells together: "
      + "\(ratios.joined(separator: "; "))."
  }
}
