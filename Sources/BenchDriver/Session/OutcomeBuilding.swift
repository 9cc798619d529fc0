import BenchMachine
import BenchModel
import BenchPlan
import BenchResults
import WorkerPoolsPosix

extension RepetitionOutcome {
  /// What a repetition of a plan has come to.
  init(
    _ plan: Plan, _ repetition: PlannedRepetition, spec: RepetitionSpec, record: RepetitionRecord,
    machine: MachineSample
  ) {
    let planned = plan.arms[repetition.arm]
    self.init(
      runId: plan.origin.runId, commit: record.commit, binarySha256: planned.binarySha256,
      arm: planned.arm, position: repetition.position, spec: spec, record: record, machine: machine)
    hostId = plan.machine.hostId
    startedAt = Timestamp(unixSeconds: WallClock.unixSeconds()).iso8601
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
