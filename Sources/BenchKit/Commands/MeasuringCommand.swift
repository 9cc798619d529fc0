import BenchDriver
import BenchPlan
import WorkerPoolsPosix

/// What all commands that measure have in common: signals, progress, and the end by Ctrl-C.
struct MeasuringCommand {
  private let invocation: Invocation
  private let isSilent: Bool

  init(_ invocation: Invocation, isSilent: Bool) {
    self.invocation = invocation
    self.isSilent = isSilent
  }

  /// Runs `body` with the services of this program; an interruption is said with how to go on.
  func run(_ body: (SessionServices, ProgressReport) throws -> ExitStatus) throws -> ExitStatus {
    let signals = try SignalDescriptor([SignalNumber.interrupt, SignalNumber.terminate])
    let progress = ProgressReport(style: style, write: invocation.notes)
    let services = SessionServices.own(invocation, interruption: Interruption(signals.descriptor)) { progress.take($0) }
    do {
      return try body(services, progress)
    } catch is Interrupted {
      progress.end()
      let hint = progress.directory.map { "complete them with --resume \($0)" } ?? "none had begun"
      invocation.notes("bench: interrupted; finished repetitions are on disk, \(hint)")
      return .interrupted
    }
  }

  private var style: ProgressReport.Style { isSilent ? .silent : invocation.isTerminal ? .line : .plain }
}
