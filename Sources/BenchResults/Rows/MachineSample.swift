/// What the machine did just before and during one repetition.
package struct MachineSample: Codable, Hashable, Sendable {
  /// The time of the fixed computation before the repetition.
  package var canaryNs: Int?
  /// The CPU time that the hypervisor took; `nil` where the kernel does not say.
  package var stealNs: Int?
  /// How often the cgroup's quota stopped the repetition; `nil` where there is no quota to read.
  package var throttledN: Int?
  package var isDisturbed: Bool

  package init(canaryNs: Int? = nil, stealNs: Int? = nil, throttledN: Int? = nil, isDisturbed: Bool = false) {
    self.canaryNs = canaryNs
    self.stealNs = stealNs
    self.throttledN = throttledN
    self.isDisturbed = isDisturbed
  }
}
