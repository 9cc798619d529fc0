/// Which machine a run belongs to: another one must not complete it.
package struct MachineFingerprint: Codable, Hashable, Sendable {
  /// A salted hash of what stays with a machine; nil if nothing is known.
  package var hostId: String?
  /// A salted hash of the kernel's identifier of this boot; nil if it is not known.
  package var bootId: String?
  /// The processors that the driver may use.
  package var affinity: [Int]
  /// How many of them it may use at once by its control group's quota; nil if that was not noted.
  package var coresN: Int?

  package init(hostId: String?, bootId: String?, affinity: [Int], coresN: Int? = nil) {
    self.hostId = hostId
    self.bootId = bootId
    self.affinity = affinity
    self.coresN = coresN
  }
}
