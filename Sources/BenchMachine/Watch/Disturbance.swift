/// What the machine did around one repetition.
package struct MachineObservation: Hashable, Sendable {
  /// The time of the canary that ran just before.
  package var canaryNs: Int
  /// The length of the interval that the deltas below belong to.
  package var elapsedNs: Int
  /// Time that the hypervisor took from all processors together; `nil` where it is not known.
  package var stealNs: Int?
  /// How often the control group was throttled; `nil` where it is not known.
  package var throttledN: Int?

  package init(canaryNs: Int, elapsedNs: Int, stealNs: Int?, throttledN: Int?) {
    self.canaryNs = canaryNs
    self.elapsedNs = elapsedNs
    self.stealNs = stealNs
    self.throttledN = throttledN
  }
}

/// Judges whether a repetition was disturbed, against the canaries of a run.
package struct DisturbanceJudge: Sendable {
  static let canaryLimit = 1.25
  static let stealLimit = 0.02

  private let processors: Int
  private let medianCanaryNs: Double

  /// A judge by the canaries of repetitions, in any order, in nanoseconds.
  package init(processors: Int, canaries: [Int]) {
    self.init(processors: processors, sortedCanaries: canaries.sorted())
  }

  init(processors: Int, sortedCanaries canaries: [Int]) {
    self.processors = max(processors, 1)
    let middle = canaries.count / 2
    medianCanaryNs =
      canaries.isEmpty
      ? .infinity
      : canaries.count.isMultiple(of: 2)
        ? Double(canaries[middle - 1] + canaries[middle]) / 2 : Double(canaries[middle])
  }

  /// Whether the canary exceeds 1.25 times the median, or steal exceeds 2 % of the processors' time, or throttling
  /// happened.
  package func isDisturbed(_ observation: MachineObservation) -> Bool {
    let availableNs = Double(observation.elapsedNs) * Double(processors)
    return Double(observation.canaryNs) > Self.canaryLimit * medianCanaryNs
      || Double(observation.stealNs ?? 0) > Self.stealLimit * availableNs || (observation.throttledN ?? 0) > 0
  }
}
