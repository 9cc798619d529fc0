package import BenchModel
package import WorkerPoolsPosix

/// What is known of the machine: its processors, kernel, limits, identity, and the job that it runs.
package enum MachineFacts {
  /// Collects the facts; paths in them lose the names of people by `redact`.
  package static func collect(
    _ files: MachineFiles, environment: EnvironmentVariables, redact: Redaction
  ) -> [Fact] {
    ProcessorFacts.collect(files) + KernelFacts.collect(files, redact: redact) + LimitFacts.collect(files)
      + [
        Fact("host_id", MachineIdentity.host(files, environment: environment)),
        Fact("boot_id", MachineIdentity.boot(files)), ContinuousIntegration.fact(environment),
      ]
  }
}
