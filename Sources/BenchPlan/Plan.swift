package import BenchModel

/// Everything that decides what a run does: the content of `plan.json`, written before the first repetition.
///
/// A plan and the rows on disk are enough to complete an interrupted run, see ``Plan/repetitions``.
package struct Plan: Codable, Equatable, Sendable {
  /// The version of the shape of `plan.json`.
  package static let currentSchemaVersion = 2

  package var schemaVersion = Plan.currentSchemaVersion
  package var origin: RunOrigin
  package var settings: RunSettings
  package var machine: MachineFingerprint
  /// The most units that an unbounded width keeps alive at once.
  package var widthLimitN: Int
  package var calibration: Calibration
  package var executables: [ExecutableIdentity]
  package var arms: [PlannedArm]
  package var cells: [PlannedCell]

  package init(
    origin: RunOrigin, settings: RunSettings, machine: MachineFingerprint, widthLimitN: Int, calibration: Calibration,
    executables: [ExecutableIdentity] = [], arms: [PlannedArm], cells: [PlannedCell]
  ) {
    self.origin = origin
    self.settings = settings
    self.machine = machine
    self.widthLimitN = widthLimitN
    self.calibration = calibration
    self.executables = executables
    self.arms = arms
    self.cells = cells
  }

  /// The arm that the others are compared with: the one that was asked for, or the first; a plan has at least one arm.
  package var baseline: Arm {
    let asked = arms.first { $0.arm.label == settings.baseline }
    return (asked ?? arms[0]).arm
  }
}
