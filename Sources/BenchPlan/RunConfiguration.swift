package import BenchModel

/// What the user asked for: the values that a plan is made from.
package struct RunConfiguration: Sendable {
  package var origin: RunOrigin
  package var settings: RunSettings
  package var cells: [Cell]
  /// The first one is the baseline.
  package var arms: [Arm]
  /// Whether a second copy of the baseline runs as the A/A control, `LABEL-control`.
  package var hasControl = true

  package init(origin: RunOrigin, settings: RunSettings, cells: [Cell], arms: [Arm]) {
    self.origin = origin
    self.settings = settings
    self.cells = cells
    self.arms = arms
  }

  /// The arms with the control behind them.
  package var allArms: [Arm] {
    guard hasControl, var control = arms.first else { return arms }
    control.label = Arm.controlLabel(of: control.label)
    control.isControl = true
    return arms + [control]
  }
}
