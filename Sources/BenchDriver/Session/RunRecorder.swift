package import BenchPlan
package import BenchResults
import WorkerPoolsPosix

/// The files of a run that grow: the rows of its repetitions, and what its arms printed.
package final class RunRecorder: SessionSink {
  private let directory: RunDirectory
  private let repetitions: AppendOnlyFile
  private let histograms: AppendOnlyFile
  private let tasks: AppendOnlyFile?
  private let log: FileDescriptor
  private let logPath: String

  /// Opens the files, and creates those that are not there.
  package init(_ directory: RunDirectory, recordsTasks: Bool) throws {
    self.directory = directory
    repetitions = try directory.appending(to: .repetitions)
    histograms = try directory.appending(to: .histograms)
    tasks = recordsTasks ? try directory.appending(to: .tasks) : nil
    logPath = directory.path(of: .log)
    log = try FileSystemAccess.openForAppending(logPath)
  }

  deinit { try? log.close() }

  /// Writes everything that a repetition leaves.
  ///
  /// Its row comes first: a run that is killed in between then misses samples of one repetition, and a resumed one does
  /// not count them twice.
  package func append(_ outcome: RepetitionOutcome) throws {
    try repetitions.append(outcome.row)
    try histograms.append(outcome.histogramRows)
    try tasks?.append(outcome.taskRows)
  }

  package func save(_ plan: Plan) throws { try directory.writePlan(plan) }

  package func append(log bytes: [UInt8]) throws {
    try FileSystemAccess.write(bytes, to: log, path: logPath)
  }
}
