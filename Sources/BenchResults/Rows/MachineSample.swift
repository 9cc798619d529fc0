/// What the machine did just before and during one repetition.
package struct MachineSample: Codable, Hashable, Sendable {
  /// The time of the fixed computation before the repetition.
  package var canaryNs: Int?
  /// The CPU time that the hypervisor took; `nil` where the kernel does not say.
  package var stealNs: Int?
  /// How often the cgroup's quota stopped the repetition; `nil` where there is no quota to read.
  package var throttledN: Int?
  /// The time that tasks waited for a processor; `nil` where the kernel does not say.
  package var pressureNs: Int?
  /// How long the counters were watched: canary and repetition together.
  package var watchedNs: Int?
  package var isDisturbed: Bool

  package init(
    canaryNs: Int? = nil, stealNs: Int? = nil, throttledN: Int? = nil, pressureNs: Int? = nil, watchedNs: Int? = nil,
    isDisturbed: Bool = false
  ) {
    self.canaryNs = canaryNs
    self.stealNs = stealNs
    self.throttledN = throttledN
    self.pressureNs = pressureNs
    self.watchedNs = watchedNs
    self.isDisturbed = isDisturbed
  }
}
