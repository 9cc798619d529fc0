package import BenchModel
import WorkerPoolsPosix

/// Which machine this is.
package enum MachineIdentity {
  /// Not a secret: it keeps the hash from being the plain hash of a machine's name, which a list of names would reveal.
  private static let salt = "workerpools-bench-host-v1"

  /// What tells this machine, this boot and this process's processors from others.
  package static func fingerprint(_ files: MachineFiles) -> MachineFingerprint {
    MachineFingerprint(
      hostId: host(files), bootId: files.value("/proc/sys/kernel/random/boot_id").flatMap(hashed),
      affinity: CoreCount.affinity)
  }

  /// The first 16 digits of a salted hash of the machine's identifier, else of its name; nil if there is neither.
  package static func host(_ files: MachineFiles) -> String? {
    let name = files.value("/etc/machine-id") ?? files.value("/proc/sys/kernel/hostname")
    return name.flatMap(hashed)
  }

  private static func hashed(_ text: String) -> String? {
    Digest.sha256(ofText: "\(salt):\(text)").map { String($0.prefix(16)) }
  }
}
