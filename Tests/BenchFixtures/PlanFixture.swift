import BenchModel
package import BenchPlan

/// A plan over small cells, with arms that are never run.
package func makePlan(
  seed: Int = 1, rounds: Int = 14, arms: [String] = ["serial", "process-pool", "thread-pool"], cells: Int = 2,
  tasksOverride: Int? = nil
) -> Plan {
  var settings = RunSettings(seed: seed, rounds: rounds)
  settings.mode = .custom
  settings.tasksOverrideN = tasksOverride
  return Plan(
    origin: RunOrigin(runId: "r", startedAt: "2026-01-01T00:00:00Z"), settings: settings,
    machine: MachineFingerprint(hostId: "h", bootId: "b", affinity: [0, 1]), widthLimitN: 64,
    calibration: Calibration(iterationNs: 1, canaryIterationsN: 1000, stampCostNs: 70),
    arms: arms.map {
      var arm = Arm(label: $0, command: ["/bin/true"], strategy: $0)
      arm.isSerial = $0 == "serial"
      return PlannedArm(arm: arm, executable: "/bin/true", binarySha256: "00")
    },
    cells: (0..<cells).map {
      PlannedCell(cell: Cell(workload: "noop", payloadBytes: $0, width: .bounded(2)))
    })
}
