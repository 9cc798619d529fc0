package import BenchMachine
import BenchModel
package import BenchPlan
package import BenchResults
import WorkerPoolsPosix

/// Everything that `env.csv` says: the run, the program, the processors, the kernel, the limits.
package enum RunFacts {
  /// Collects the facts for a plan whose run's folder is `folder`.
  package static func collect(
    plan: Plan, folder: String, environment: [String: String], files: MachineFiles
  ) -> EnvironmentFacts {
    let redact = Redaction(home: environment["HOME"])
    return EnvironmentFacts(
      run(plan, redact: redact) + program(plan, environment: environment, files: files)
        + MachineFacts.collect(files, environment: environment, redact: redact)
        + storage(plan, folder: folder, redact: redact))
  }

  private static func run(_ plan: Plan, redact: Redaction) -> [Fact] {
    [
      Fact("run_id", plan.runId),
      Fact(EnvironmentFacts.Key.startedAt, plan.startedAt),
      Fact("arguments", plan.arguments.isEmpty ? "none" : redact(plan.arguments.joined(separator: " "))),
      Fact("seed", plan.seed),
      Fact("mode", plan.mode.rawValue),
      Fact("rounds_n", plan.rounds),
      Fact("tasks_override_n", plan.tasksOverrideN.map(String.init) ?? "none"),
      Fact("stack_override_bytes", plan.threadStackBytes.map(String.init) ?? "none"),
      Fact(EnvironmentFacts.Key.baselineArm, plan.baseline.label),
      Fact(EnvironmentFacts.Key.arms, plan.arms.map(\.arm.label).joined(separator: " ")),
      Fact("unbounded_width_limit_n", plan.widthLimitN),
      Fact("cpu_iteration_ns", "\(plan.calibration.iterationNs)"),
      Fact("canary_iterations_n", plan.calibration.canaryIterationsN),
      Fact("stamp_cost_ns", plan.calibration.stampCostNs),
      Fact("clock_read_ns", plan.calibration.stampCostNs / 2),
    ]
  }

  private static func program(_ plan: Plan, environment: [String: String], files: MachineFiles) -> [Fact] {
    let own = plan.arms.first { !$0.arm.isExternal }
    let commit = plan.commit?.split(separator: "-").first.map(String.init)
    let glibc = ToolOutput.of("getconf", ["GNU_LIBC_VERSION"])
    return BuildFacts.collect(files) + [
      Fact("commit", commit),
      Fact("is_dirty", plan.commit.map { $0.hasSuffix("-dirty") ? "1" : "0" }),
      Fact("binary_sha256", own?.binarySha256),
      Fact("glibc_version", glibc.flatMap { $0.split(separator: " ").last.map(String.init) }),
      Fact("allocators", Set(plan.arms.compactMap(\.arm.allocator)).sorted().joined(separator: " ")),
      Fact("allocator_options", environment["MALLOC_CONF"] ?? environment["GLIBC_TUNABLES"] ?? "none"),
      Fact("thread_stack_bytes", PlatformThread.defaultStackSize),
    ]
  }

  private static func storage(_ plan: Plan, folder: String, redact: Redaction) -> [Fact] {
    let path = plan.fileDirectory ?? folder
    let sizes = Set(plan.cells.filter { $0.cell.workload == "file-io" }.compactMap(\.cell.payloadBytes))
    return [
      Fact("file_io_path", redact(path)),
      Fact("file_io_bytes", sizes.isEmpty ? "none" : sizes.sorted().map(String.init).joined(separator: " ")),
      Fact("file_io_fsync", "fdatasync after each write"),
      Fact("file_io_file_system", FileSystemType.name(of: path)),
    ]
  }
}
