import BenchAnalysis
import BenchDriver
import BenchModel
import BenchPlan
import BenchRepetition
import BenchReports
import BenchResults
import WorkerPools
import WorkerPoolsPosix

/// A self-test in a folder: it runs the gates that are missing, each in a folder of its own.
struct SelfTestRun {
  let directory: RunDirectory
  let plan: SelfTestPlan
  let invocation: Invocation

  /// Runs this program against itself until all gates have their rows.
  func complete(_ services: SessionServices, _ progress: ProgressReport) throws -> SelfTestResults {
    var rows = try directory.rows(of: .selfTest)
    let done = Set(rows.compactMap { $0[integer: "gate_n"] })
    let file = try directory.appending(to: .selfTest)
    for gate in plan.gates where !done.contains(gate.number) {
      let run = try gateRun(gate, services)
      let verdict = try run.complete(services)
      let own = verdict.selfTestRows(
        gate: gate.number, plantedPercent: gate.plantedPercent, runId: run.plan.origin.runId)
      try file.append(own)
      rows += own
      progress.end()
      invocation.notes(line(gate, verdict))
    }
    return SelfTestResults(rows)
  }

  private func line(_ gate: SelfTestPlan.Gate, _ verdict: GateVerdict) -> String {
    let change = gate.plantedPercent > 0 ? "\(gate.plantedPercent) % slower" : "unchanged"
    return "bench: gate \(gate.number) of \(plan.gatesN), \(gate.strategy), \(gate.cell.shortTitle), \(change): "
      + verdict.result.rawValue
  }

  private func gateRun(_ gate: SelfTestPlan.Gate, _ services: SessionServices) throws -> GateRun {
    let path = "\(directory.path)/gate-\(gate.number)"
    if let begun = try? RunDirectory.open(at: path), begun.holds(.plan) { return try .reopened(at: path, services) }
    let command = [invocation.executable]
    var setup = GateSetup(suite: suite(gate), base: command, head: command)
    setup.headEnvironment = gate.plantedPercent > 0 ? PlantedSlowdown(percent: gate.plantedPercent).environment : [:]
    setup.repetitions = RepetitionSettings(
      seed: gate.seed, batchTargetNs: plan.batchTargetNs, timeoutNs: plan.timeoutNs)
    let configuration = try setup.configuration(invocation, cores: CoreCount.available)
    return try .begun(configuration, at: path, services)
  }

  private func suite(_ gate: SelfTestPlan.Gate) -> Suite {
    let cell = gate.cell
    return Suite(
      name: "selftest", summary: "", strategies: [gate.strategy],
      matrices: [
        Suite.Matrix(
          workloads: [cell.workload], taskDurationsNs: cell.taskDurationNs.map { [$0] },
          payloadsBytes: cell.payloadBytes.map { [$0] }, widths: [cell.width])
      ], thresholds: plan.thresholds)
  }
}
