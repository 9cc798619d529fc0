/// What the machine's speed was when the run began; the same numbers serve every arm of the run.
package struct Calibration: Codable, Hashable, Sendable {
  /// Nanoseconds of one iteration of the `cpu` kernel.
  package var iterationNs: Double
  /// Iterations of the canary, about 15 ms of work.
  package var canaryIterationsN: Int
  /// Nanoseconds that stamping one task costs: two reads of the clock.
  package var stampCostNs: Int

  package init(iterationNs: Double, canaryIterationsN: Int, stampCostNs: Int) {
    self.iterationNs = iterationNs
    self.canaryIterationsN = canaryIterationsN
    self.stampCostNs = stampCostNs
  }
}
