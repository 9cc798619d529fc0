package import BenchModel
import BenchStrategies
package import BenchWorkloads

/// One repetition: one strategy in one cell, measured once, in this process.
package enum RepetitionMain {
  /// Runs what the spec asks for and says how it went; whatever is thrown on the way becomes the record's status.
  ///
  /// A build for debug says `debug` where it would have said `ok`.
  package static func run(_ spec: RepetitionSpec, workloads: Workloads = Workloads()) -> RepetitionRecord {
    run(spec, workloads: workloads, planted: .ofProcess, strategy: StrategyCatalog.named)
  }

  /// The same with another source of strategies.
  static func run(
    _ spec: RepetitionSpec, workloads: Workloads, planted: PlantedSlowdown = .none,
    strategy: (String) throws -> any Strategy.Type
  ) -> RepetitionRecord {
    var record = measured(spec, workloads, planted, strategy)
    record.commit = BuildCommit.value
    return record
  }

  private static func measured(
    _ spec: RepetitionSpec, _ workloads: Workloads, _ planted: PlantedSlowdown,
    _ strategy: (String) throws -> any Strategy.Type
  ) -> RepetitionRecord {
    do {
      var measurement = try Measurement(spec, workloads: workloads, planted: planted, strategy: strategy)
      return try measurement.run()
    } catch let error as StrategyError {
      return record(of: error)
    } catch {
      return RepetitionRecord(status: .failed, statusDetail: sentence(error))
    }
  }

  private static func record(of error: StrategyError) -> RepetitionRecord {
    switch error {
    case .unsupported: RepetitionRecord(status: .unsupported, statusDetail: sentence(error))
    default: RepetitionRecord(status: .failed, statusDetail: sentence(error))
    }
  }

  /// The error in one line.
  private static func sentence(_ error: any Error) -> String {
    "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
