/// Which machine a run belongs to: another one must not complete it.
package struct MachineFingerprint: Codable, Hashable, Sendable {
  /// A salted hash of what stays with a machine; nil if nothing is known.
  package var hostId: String?
  /// A salted hash of the kernel's identifier of this boot; nil if it is not known.
  package var bootId: String?
  /// The processors that the driver may use.
  package var affinity: [Int]

  package init(hostId: String?, bootId: String?, affinity: [Int]) {
    self.hostId = hostId
    self.bootId = bootId
    self.affinity = affinity
  }
}
