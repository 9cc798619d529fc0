package import BenchPlan
package import BenchResults

/// Keeps what a session's repetitions leave.
package protocol SessionSink {
  /// The plan has changed: the size of a batch was found.
  func save(_ plan: Plan) throws
  /// A repetition is over.
  func append(_ outcome: RepetitionOutcome) throws
  /// An arm has printed something.
  func append(log bytes: [UInt8]) throws
}
