/// One task after another in the calling thread: what the others are compared with.
package final class SerialStrategy: Strategy {
  package static let name = "serial"
  package static let summary = "one task after another in the calling thread: the baseline"

  package var log = UnitLog()

  package init(_ setup: StrategySetup) throws { _ = try setup.boundedWidth(for: Self.name) }

  package func run(_ task: Int, of batch: TaskBatch) {
    batch.submitted(task)
    batch.execute(task, input: batch.input(task))
  }

  package func run(_ batch: TaskBatch) {
    for task in 0..<batch.count { run(task, of: batch) }
  }

  package func inFlight(ofBatch tasks: Int) -> Int? { 1 }
}
