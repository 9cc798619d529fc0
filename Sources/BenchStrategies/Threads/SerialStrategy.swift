package import BenchModel

/// One task after another in the calling thread: what the others are compared with.
///
/// Nothing is handed over: a round trip is the bare call, the floor of everybody else's.
package final class SerialStrategy: Strategy {
  package static let name = "serial"
  package static let summary = "one task after another in the calling thread: the baseline"
  package static let resultModes: [ResultMode] = [.each]
  package static let isSerial = true

  package var log = UnitLog()

  package init(_ setup: StrategySetup) throws { _ = try setup.boundedWidth(for: Self.name) }

  package func submit(_ task: Int, of batch: TaskBatch) {
    batch.submitted(task)
    batch.execute(task, input: batch.input(task))
  }

  /// Every task ended when it was submitted.
  package func drain(_ batch: TaskBatch) {}

  package func inFlight(ofBatch tasks: Int) -> Int? { 1 }
}
