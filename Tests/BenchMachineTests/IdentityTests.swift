import BenchMachine
import BenchModel
import Testing
import WorkerPoolsPosix

@Suite("Which machine this is")
struct IdentityTests {
  private static let tree: [String: String] = [
    "/etc/machine-id": "0123456789abcdef0123456789abcdef\n", "/proc/sys/kernel/hostname": "build-1\n",
    "/proc/cpuinfo": "processor : 0\nmodel name : Fast 9000\n",
    "/proc/meminfo": "MemTotal:       16308752 kB\nMemAvailable:    1000 kB\n",
    "/proc/sys/kernel/random/boot_id": "6b1c\n",
  ]

  private func host(_ change: [String: String] = [:], environment: EnvironmentVariables = [:]) -> String? {
    let tree = Self.tree.merging(change) { $1 }
    return MachineIdentity.host(MachineFiles { tree[$0] }, environment: environment)
  }

  @Test("two machines that are made from one image have different identities")
  func clones() throws {
    let own = try #require(host())
    #expect(own.wholeMatch(of: /[0-9a-f]{16}/) != nil)
    #expect(host() == own)
    #expect(host(["/proc/sys/kernel/hostname": "build-2"]) != own)
    #expect(host(["/proc/cpuinfo": "model name : Slow 100\n"]) != own)
    #expect(host(["/proc/meminfo": "MemTotal: 32708752 kB\n"]) != own)
    #expect(host(["/etc/machine-id": "ff"]) != own)
  }

  @Test("what a machine changes by itself does not change its identity")
  func stays() {
    let changed = [
      "/proc/meminfo": "MemTotal: 16301000 kB\nMemAvailable: 7 kB\n", "/proc/sys/kernel/random/boot_id": "77",
      "/proc/cpuinfo": "processor : 0\nmodel name : Fast 9000\ncpu MHz : 1234.5\n",
      "/sys/class/net/veth0/address": "aa:bb",
    ]
    #expect(host(changed) == host())
  }

  @Test("in a container the name of the node under it counts, and nowhere else")
  func node() {
    let inside = ["/.dockerenv": ""]
    #expect(host(inside, environment: ["NODE_NAME": "a"]) != host(inside, environment: ["NODE_NAME": "b"]))
    #expect(host(environment: ["NODE_NAME": "a"]) == host(environment: ["NODE_NAME": "b"]))
  }

  @Test("each boot has its own identity, and both are facts")
  func boot() {
    let files = MachineFiles { Self.tree[$0] }
    let facts = MachineFacts.collect(files, environment: [:], redact: Redaction(home: nil))
    #expect(facts.first { $0.key == "host_id" }?.value == host())
    #expect(facts.first { $0.key == "boot_id" }?.value == MachineIdentity.boot(files))
    #expect(MachineIdentity.boot(files) != MachineIdentity.boot(MachineFiles { _ in "other" }))
    #expect(MachineIdentity.host(MachineFiles { _ in nil }, environment: [:]) == nil)
  }
}
