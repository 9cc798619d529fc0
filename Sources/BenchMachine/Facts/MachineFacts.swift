package import BenchModel

/// What is known of the machine: its processors, kernel, limits, identity, and the job that it runs.
package enum MachineFacts {
  /// Collects the facts; paths in them lose the names of people by `redact`.
  package static func collect(_ files: MachineFiles, environment: [String: String], redact: Redaction) -> [Fact] {
    ProcessorFacts.collect(files) + KernelFacts.collect(files, redact: redact) + LimitFacts.collect(files)
      + [Fact("host_id", MachineIdentity.host(files)), ContinuousIntegration.fact(environment)]
  }
}
