import BenchMachine
import BenchModel
import BenchPlan
import BenchResults

extension RepetitionOutcome {
  /// What a repetition of a plan has come to.
  init(
    _ plan: Plan, _ repetition: PlannedRepetition, spec: RepetitionSpec, record: RepetitionRecord, machine: MachineSample
  ) {
    let planned = plan.arms[repetition.arm]
    self.init(
      runId: plan.runId, commit: planned.arm.isExternal ? nil : plan.commit, binarySha256: planned.binarySha256,
      arm: planned.arm, position: repetition.position, spec: spec, record: record, machine: machine)
  }
}

extension MachineSample {
  /// What the watch saw around a repetition.
  init(_ reading: MachineReading) {
    let seen = reading.observation
    self.init(
      canaryNs: seen.canaryNs, stealNs: seen.stealNs, throttledN: seen.throttledN, pressureNs: reading.pressureNs,
      watchedNs: seen.elapsedNs, isDisturbed: reading.isDisturbed)
  }
}
