import BenchAnalysis
import BenchModel
import BenchResults

/// The lines below the tables: how far the machine can be trusted, and what the control says.
struct MachineLines {
  let results: RunResults

  var lines: [String] {
    [legend, machine] + controls
  }

  private var legend: String {
    let hasIntervals = results.summary.contains { $0.ratioInterval != nil }
    let level = hasIntervals ? "with intervals that hold together at 95 %" : "too few rounds for intervals"
    return "vs \(results.baseline): throughput over that of the same round, \(level)."
  }

  private var machine: String {
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
      if control.isBiased { reasons.append("the control differs in \(control.cell.workload)") }
      if control.drifts { reasons.append("the control drifts in \(control.cell.workload)") }
    }
    return reasons
  }

  private var controls: [String] {
    let controls = results.stability.controls
    guard let first = controls.first else { return [] }
    let ratios = controls.map { "\($0.cell.title) \(Figures.ratio($0.ratio, $0.interval))" }
    return ["Control \(first.label), the same program as \(results.baseline): \(ratios.joined(separator: "; "))."]
  }
}
