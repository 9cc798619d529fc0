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

/// Judges whether a repetition was disturbed, against the canaries of the run so far.
package struct DisturbanceJudge: Sendable {
  static let canaryLimit = 1.25
  static let stealLimit = 0.02

  private let processors: Int
  /// In ascending order.
  private var canaries: [Int] = []

  package init(processors: Int, earlierCanaries: [Int] = []) {
    self.processors = max(processors, 1)
    canaries = earlierCanaries.sorted()
  }

  /// Whether the canary exceeds 1.25 times the running median, itself included, or steal exceeds 2 % of the
  /// processors' time, or throttling happened.
  package mutating func isDisturbed(_ observation: MachineObservation) -> Bool {
    let place = canaries.firstIndex { $0 > observation.canaryNs } ?? canaries.endIndex
    canaries.insert(observation.canaryNs, at: place)
    let isSlow = Double(observation.canaryNs) > Self.canaryLimit * medianCanaryNs
    let availableNs = Double(observation.elapsedNs) * Double(processors)
    let isStolen = Double(observation.stealNs ?? 0) > Self.stealLimit * availableNs
    return isSlow || isStolen || (observation.throttledN ?? 0) > 0
  }

  private var medianCanaryNs: Double {
    let middle = canaries.count / 2
    let upper = Double(canaries[middle])
    return canaries.count.isMultiple(of: 2) ? (Double(canaries[middle - 1]) + upper) / 2 : upper
  }
}
