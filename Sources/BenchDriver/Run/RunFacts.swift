import BenchMachine
import BenchModel
package import BenchPlan
package import BenchResults
import BenchWorkloads
import WorkerPoolsPosix

/// Everything that `env.csv` says: the run, the program, the processors, the kernel, the limits.
package enum RunFacts {
  /// Collects the facts for a plan whose run's folder is `folder`.
  package static func collect(
    plan: Plan, folder: String, services: SessionServices
  ) -> EnvironmentFacts {
    let redact = Redaction(home: services.environment["HOME"])
    return EnvironmentFacts(
      run(plan, redact: redact) + program(plan, services)
        + MachineFacts.collect(services.files, environment: services.environment, redact: redact)
        + storage(plan, folder: folder, redact: redact))
  }

  private static func run(_ plan: Plan, redact: Redaction) -> [Fact] {
    [
      Fact("run_id", plan.origin.runId),
      Fact(EnvironmentFacts.Key.startedAt, plan.origin.startedAt),
      Fact("arguments", plan.origin.arguments.isEmpty ? "none" : redact(plan.origin.arguments.joined(separator: " "))),
      Fact(EnvironmentFacts.Key.seed, plan.settings.seed),
      Fact("mode", plan.settings.mode.rawValue),
      Fact("rounds_n", plan.settings.rounds),
      Fact("tasks_override_n", plan.settings.tasksOverrideN.map(String.init) ?? "none"),
      Fact("stack_override_bytes", plan.settings.threadStackBytes.map(String.init) ?? "none"),
      Fact(EnvironmentFacts.Key.baselineArm, plan.baseline.label),
      Fact(EnvironmentFacts.Key.arms, plan.arms.map(\.arm.label).joined(separator: " ")),
      Fact(EnvironmentFacts.Key.serialArm, plan.arms.first { $0.arm.isSerial }?.arm.label),
      Fact(EnvironmentFacts.Key.coresWidth, plan.settings.coresWidthN),
      Fact("unbounded_width_limit_n", plan.widthLimitN),
      Fact("cpu_iteration_ns", "\(plan.calibration.iterationNs)"),
      Fact("canary_iterations_n", plan.calibration.canaryIterationsN),
      Fact(EnvironmentFacts.Key.stampCostNs, plan.calibration.stampCostNs),
      Fact(EnvironmentFacts.Key.clockReadNs, plan.calibration.stampCostNs / 2),
    ]
  }

  private static func program(_ plan: Plan, _ services: SessionServices) -> [Fact] {
    let own = plan.arms.first { !$0.arm.isExternal }
    let glibc = ToolOutput.of("getconf", ["GNU_LIBC_VERSION"])
    return BuildFacts.collect(services.files) + [
      Fact("commit", services.commit?.split(separator: "-").first.map(String.init)),
      Fact("is_dirty", services.commit.map { $0.hasSuffix("-dirty") ? "1" : "0" }),
      Fact("binary_sha256", own?.binarySha256),
      Fact("glibc_version", glibc.flatMap { $0.split(separator: " ").last.map(String.init) }),
      Fact(EnvironmentFacts.Key.allocators, Set(plan.arms.compactMap(\.arm.allocator)).sorted().joined(separator: " ")),
      Fact(
        "allocator_options", services.environment["MALLOC_CONF"] ?? services.environment["GLIBC_TUNABLES"] ?? "none"),
      Fact("thread_stack_bytes", PlatformThread.defaultStackSize),
    ]
  }

  private static func storage(_ plan: Plan, folder: String, redact: Redaction) -> [Fact] {
    let path = plan.settings.fileDirectory ?? folder
    let sizes = Set(plan.cells.filter { $0.needs.contains(.fileDirectory) }.compactMap(\.cell.payloadBytes))
    return [
      Fact("file_io_path", redact(path)),
      Fact("file_io_bytes", sizes.isEmpty ? "none" : sizes.sorted().map(String.init).joined(separator: " ")),
      Fact("file_io_fsync", "fdatasync after each write"),
      Fact("file_io_file_system", FileSystemType.name(of: path)),
    ]
  }
}
