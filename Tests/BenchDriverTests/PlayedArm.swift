import BenchDriver
import BenchFixtures
import BenchMachine
import BenchModel
import BenchPlan
import BenchResults
import WorkerPoolsPosix

/// Shell scripts that play an arm.
enum PlayedArm {
  static let checksum = "00000000000000aa"

  /// Takes the arguments apart; `field NAME` prints a number of the spec.
  private static let prelude = """
    spec=$3; record=$5
    field() { sed -n "s/.*\\"$1\\" *: *\\([0-9]*\\).*/\\1/p" "$spec"; }
    finish() {
      echo "{\\"protocol_version\\":1,\\"status\\":\\"ok\\",\\"tasks_n\\":$(field tasks_n),\\"batch_ns\\":200000000,\
    \\"checksum\\":\\"$1\\",\\"checksum_tasks_n\\":$(field checksum_tasks_n)}" > "$record"
    }

    """

  /// Ends well.
  static let good = "finish \(checksum)"

  /// An arm that runs `script`; with a strategy's name it passes for one of this program's own.
  static func make(
    _ label: String, _ script: String, strategy: String? = nil, in folder: TemporaryFolder
  ) throws -> Arm {
    try folder.write(prelude + script + "\n", to: "\(label).sh")
    return Arm(label: label, command: ["/bin/sh", folder.file("\(label).sh")], strategy: strategy)
  }
}

extension SessionServices {
  /// Services over scripts: the right checksum is the one that `PlayedArm.good` reports.
  static func forTests(
    interruption: FileDescriptor? = nil, report: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) -> SessionServices {
    SessionServices(
      environment: ["PATH": "/usr/bin:/bin"], interruption: Interruption(interruption),
      reference: { _, _, _ in PlayedArm.checksum }, needs: { _ in [] },
      kernel: { iterations in
        var value: UInt64 = 1
        for _ in 0..<iterations { value = value &* 6_364_136_223_846_793_005 &+ 1 }
        return value
      }, files: MachineFiles { _ in nil }, report: report)
  }
}

extension RunConfiguration {
  static func forTests(
    arms: [Arm], rounds: Int = 1, seed: Int = 1,
    cells: [Cell] = [Cell(workload: "sleep", taskDurationNs: 1_000_000, width: .bounded(2))]
  ) -> RunConfiguration {
    var configuration = RunConfiguration(
      origin: RunOrigin(runId: "run", startedAt: "2026-01-01T00:00:00Z"),
      settings: RunSettings(seed: seed, rounds: rounds), cells: cells, arms: arms)
    configuration.hasControl = false
    return configuration
  }
}

/// Whether every writer of a named pipe is gone, waiting up to ten seconds for that.
func writersAreGone(_ fifo: FileDescriptor) throws -> Bool {
  var entries = [PollEntry(fifo, .hangUp)]
  return try poll(&entries, timeoutNs: 10_000_000_000) > 0 && entries[0].happened.contains(.hangUp)
}
