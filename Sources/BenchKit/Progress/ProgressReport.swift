import BenchDriver
import BenchModel
import BenchPlan
import Synchronization
import WorkerPoolsPosix

/// Shows how far a run is: one line that is rewritten on a terminal, a line for each round elsewhere.
final class ProgressReport: Sendable {
  enum Style: Sendable {
    /// One line, rewritten.
    case line
    /// A line each time that a round of all cells begins.
    case plain
    case silent
  }

  private struct State {
    var directory: String?
    var isLineOpen = false
    var lastRound: Int?
  }

  private let style: Style
  private let write: @Sendable (String) -> Void
  private let state = Mutex(State())

  init(style: Style, write: @escaping @Sendable (String) -> Void) {
    self.style = style
    self.write = write
  }

  /// The folder of the run, once there is one.
  var directory: String? {
    get { state.withLock { $0.directory } }
    set { state.withLock { $0.directory = newValue } }
  }

  func take(_ event: RunEvent) {
    switch event {
    case .remark(let text): write("bench: \(text)")
    case .planned(let plan, let missing, let expectedNs):
      guard style != .silent else { return }
      write(PlanDescription.headline(of: plan, missing: missing, expectedNs: expectedNs))
    case .sizing(let progress): show(progress, doing: "sizing")
    case .started(let progress): show(progress, doing: nil)
    case .finished(let progress, let record, _): note(progress, record)
    }
  }

  /// Ends the line that is being rewritten.
  func end() {
    state.withLock { state in
      if state.isLineOpen { StandardStreams.writeError("\r\u{1B}[K") }
      state.isLineOpen = false
    }
  }

  private func show(_ progress: RunProgress, doing: String?) {
    switch style {
    case .silent: return
    case .line:
      let columns = StandardStreams.errorColumns ?? 80
      let text = ProgressText.line(progress, doing: doing).prefix(max(columns - 1, 10))
      StandardStreams.writeError("\r\u{1B}[K\(text)")
      state.withLock { $0.isLineOpen = true }
    case .plain:
      let isNew = state.withLock { state in
        defer { state.lastRound = progress.repetition.round }
        return state.lastRound != progress.repetition.round
      }
      if isNew { write(ProgressText.roundLine(progress)) }
    }
  }

  /// What went wrong is said at once, whatever the style.
  private func note(_ progress: RunProgress, _ record: RepetitionRecord) {
    guard ![.ok, .debug, .unsupported].contains(record.status) else { return }
    end()
    write(
      "bench: \(progress.arm.label) in \(progress.cell.shortTitle), round \(progress.repetition.round): "
        + "\(record.status.rawValue): \(record.statusDetail ?? "no detail")")
  }
}
