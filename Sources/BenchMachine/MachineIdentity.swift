/// Which machine this is.
package enum MachineIdentity {
  /// Not a secret: it keeps the hash from being the plain hash of a machine's name, which a list of names would reveal.
  private static let salt = "workerpools-bench-host-v1"

  /// The first 16 digits of a salted hash of the machine's identifier, else of its name; nil if there is neither.
  package static func host(_ files: MachineFiles) -> String? {
    let name = files.value("/etc/machine-id") ?? files.value("/proc/sys/kernel/hostname")
    return name.flatMap { Digest.sha256(ofText: "\(salt):\($0)") }.map { String($0.prefix(16)) }
  }
}
