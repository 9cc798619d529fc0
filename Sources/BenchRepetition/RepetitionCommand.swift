package import BenchWorkloads

/// The hidden subcommand behind every repetition: `repetition --spec SPEC.json --record RECORD.json`.
package enum RepetitionCommand {
  /// Reads the spec, runs the repetition and writes the record.
  ///
  /// A repetition that went wrong is a record with its status, not an error.
  ///
  /// `workloads` are those that a spec may name. Throws an error whose description is one sentence, where a file is
  /// not as the protocol says.
  package static func run(specPath: String, recordPath: String, workloads: Workloads = Workloads()) throws {
    let spec = try RepetitionFiles.readSpec(path: specPath)
    try AffinityHold.apply(for: spec)
    try RepetitionFiles.write(RepetitionMain.run(spec, workloads: workloads), path: recordPath)
  }
}
