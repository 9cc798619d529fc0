import BenchPlan
import BenchResults
import WorkerPoolsPosix

extension RunOrigin {
  /// A run of this command line that begins now, with an identifier of its own.
  init(_ invocation: Invocation) {
    let startedAt = Timestamp(unixSeconds: WallClock.unixSeconds())
    self.init(
      runId: RunIdentifier.make(at: startedAt), startedAt: startedAt.iso8601, arguments: invocation.arguments)
  }
}
