import BenchModel
import BenchPlan
package import BenchWorkloads

/// What the driver knows of the workloads: the right checksums, and the kernel that it calibrates.
package enum KnownWorkloads {
  /// The right checksum of a cell's first tasks by each workload's own closed form; `nil` for a workload of another
  /// program.
  package static func reference(_ workloads: Workloads) -> ResultJudge.Reference {
    { planned, seed, tasks in
      // Nothing is run, so that any port and folder will do.
      let settings = WorkloadSettings(
        seed: UInt64(max(seed, 0)), taskDurationNs: planned.cell.taskDurationNs, iterations: planned.taskIterationsN,
        payloadBytes: planned.cell.payloadBytes, socketPort: 1, fileDirectory: "/")
      guard let workload = try? workloads.named(planned.cell.workload).init(settings) else { return nil }
      return checksum(of: workload, tasks: tasks)
    }
  }

  /// What the workload of that name needs from the driver; nothing if it is another program's.
  package static func needs(_ workloads: Workloads) -> @Sendable (String) -> Set<WorkloadNeed> {
    { name in (try? workloads.named(name))?.needs ?? [] }
  }

  /// Runs one task of the workload that is calibrated with so many iterations.
  package static let kernel: @Sendable (Int) -> UInt64 = { iterations in
    guard let type = Workloads.builtIn.first(where: { $0.needs.contains(.calibratedIterations) }),
      let workload = try? type.init(WorkloadSettings(seed: 0, taskDurationNs: 0, iterations: iterations)),
      let output = try? workload.run(task: 0, input: [])
    else { return 0 }
    return output.value
  }

  /// The wrapping sum of `value * (2 * index + 1)`, as results/PROTOCOL.md defines it.
  private static func checksum(of workload: some Workload, tasks: Int) -> String {
    var sum: UInt64 = 0
    for task in 0..<UInt64(tasks) { sum &+= workload.expectedValue(forTask: task) &* (2 &* task &+ 1) }
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
