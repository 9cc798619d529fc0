package import BenchMachine
package import BenchWorkloads
package import WorkerPoolsPosix

/// What a run uses of its surroundings; tests replace it piece by piece.
package struct SessionServices: Sendable {
  /// The variables that every repetition inherits.
  package var environment: EnvironmentVariables
  /// The commit of this program's build, with `-dirty` if its sources were changed; nil if it is unknown.
  package var commit: String?
  /// The command that runs ``WatchdogMain``; `nil` runs without a watchdog.
  package var watchdogCommand: [String]?
  /// The command that runs ``EchoServerMain``; `nil` where no cell needs it.
  package var echoServerCommand: [String]?
  /// Becomes readable when the run shall end; in practice a signalfd for SIGINT and SIGTERM.
  package var interruption: Interruption
  /// The right checksums of the workloads that this program knows.
  package var reference: ResultJudge.Reference
  /// What the workload of that name needs from the driver.
  package var needs: @Sendable (_ workload: String) -> Set<WorkloadNeed>
  /// Does so many iterations of the `cpu` workload's kernel on the calling thread.
  package var kernel: @Sendable (_ iterations: Int) -> UInt64
  /// The kernel's files.
  package var files: MachineFiles
  /// Hears of everything that happens, on the thread of the run.
  package var report: @Sendable (RunEvent) -> Void

  package init(
    environment: EnvironmentVariables, commit: String? = nil, watchdogCommand: [String]? = nil,
    echoServerCommand: [String]? = nil,
    interruption: Interruption = Interruption(nil), reference: @escaping ResultJudge.Reference,
    needs: @escaping @Sendable (String) -> Set<WorkloadNeed>, kernel: @escaping @Sendable (Int) -> UInt64,
    files: MachineFiles = .system,
    report: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) {
    self.environment = environment
    self.commit = commit
    self.watchdogCommand = watchdogCommand
    self.echoServerCommand = echoServerCommand
    self.interruption = interruption
    self.reference = reference
    self.needs = needs
    self.kernel = kernel
    self.files = files
    self.report = report
  }
}
