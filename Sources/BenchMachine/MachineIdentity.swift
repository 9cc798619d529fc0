package import BenchModel
package import WorkerPoolsPosix

/// Which machine this is.
package enum MachineIdentity {
  /// Not a secret: it keeps the hash from being the plain hash of a machine's name, which a list of names would reveal.
  private static let salt = "workerpools-bench-host-v1"

  /// Where engines, as far as they tell a container the name of the node that it runs on, are asked to put it.
  private static let nodeVariables = ["NODE_NAME", "K8S_NODE_NAME", "KUBERNETES_NODE_NAME", "MY_NODE_NAME"]

  /// What tells this machine, this boot and what of it this process may use from others.
  package static func fingerprint(_ files: MachineFiles, environment: EnvironmentVariables) -> MachineFingerprint {
    MachineFingerprint(
      hostId: host(files, environment: environment), bootId: boot(files), affinity: CoreCount.affinity,
      coresN: CoreCount.available)
  }

  /// The first 16 digits of a salted hash of what every user can read and what stays; nil if nothing of it is known.
  ///
  /// A machine's identifier alone does not do: an image carries it along to each machine that is made from it. So the name,
  /// the processor and the memory count as well, and in a container the name of the node under it. Network interfaces do
  /// not: virtual ones come and go.
  package static func host(_ files: MachineFiles, environment: EnvironmentVariables) -> String? {
    let isContained = KernelFacts.container(files) != "no"
    let node = isContained ? nodeVariables.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } : nil
    let marks: [(String, String?)] = [
      ("id", files.value("/etc/machine-id")), ("name", files.value("/proc/sys/kernel/hostname")), ("node", node),
      ("processor", ProcessorFacts.model(files)), ("memory", memoryGiB(files).map(String.init)),
    ]
    let known = marks.compactMap { name, value in value.map { "\(name)=\($0)" } }
    return known.isEmpty ? nil : hashed(known.joined(separator: "\n"))
  }

  /// The first 16 digits of a salted hash of the kernel's identifier of this boot; nil if it is not known.
  package static func boot(_ files: MachineFiles) -> String? {
    files.value("/proc/sys/kernel/random/boot_id").flatMap(hashed)
  }

  /// The memory in whole GiB, rounded up: what the kernel keeps for itself differs from version to version.
  private static func memoryGiB(_ files: MachineFiles) -> Int? {
    KernelFacts.kibibytes("MemTotal", files.text("/proc/meminfo") ?? "").map { ($0 + (1 << 30) - 1) >> 30 }
  }

  private static func hashed(_ text: String) -> String? {
    Digest.sha256(ofText: "\(salt):\(text)").map { String($0.prefix(16)) }
  }
}
