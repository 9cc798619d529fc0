package import BenchModel
import Dispatch
import WorkerPoolsPosix

/// All tasks by one call of Dispatch's `concurrentPerform`.
///
/// Dispatch sizes its pool by the processors that the process may run on when it first looks, so a smaller width needs
/// the process's affinity to be set before the program starts; see `AffinityHold`. An iteration is one task, as people
/// write it, and Dispatch hands out one index at a time; ARCHITECTURE.md has what that costs. Tasks that are handed bytes
/// take several calls, each after the inputs of its tasks were made; see `PreparedInputs`. A call with one iteration runs it
/// on the calling thread: nothing is handed over, so there are no round trips.
package final class ConcurrentPerformStrategy: Strategy {
  package static let name = "concurrent-perform"
  package static let summary = "all tasks by one call of Dispatch's concurrentPerform, never wider than the processors"
  package static let resultModes: [ResultMode] = [.all]
  package static let submission = Submission.map
  package static let beginsAtDrain = true
  package static let hasRoundTrips = false

  package var log: UnitLog
  private let width: Int
  private var collected = CollectedTasks()

  package init(_ setup: StrategySetup) throws {
    width = try setup.boundedWidth(for: Self.name)
    let processors = CoreCount.affinity.count
    guard width >= processors else { throw StrategyError.notHeldDown(width: width, processors: processors) }
    log = UnitLog()
    log.threads = nil
  }

  package func startUp() {
    DispatchQueue.concurrentPerform(iterations: width) { _ in }
  }

  package func submit(_ task: Int, of batch: TaskBatch) { collected.add(task..<task + 1) }

  package func submit(_ tasks: Range<Int>, of batch: TaskBatch) { collected.add(tasks) }

  package func drain(_ batch: TaskBatch) {
    let tasks = collected.take()
    if batch.carriesBytes { return performPrepared(tasks, of: batch) }
    batch.submitted(tasks)
    DispatchQueue.concurrentPerform(iterations: tasks.count) { index in
      batch.execute(tasks.lowerBound + index, input: [])
    }
  }

  private func performPrepared(_ tasks: Range<Int>, of batch: TaskBatch) {
    var rest = tasks
    while !rest.isEmpty {
      let inputs = PreparedInputs(for: rest, of: batch, atLeast: width)
      batch.submitted(inputs.tasks)
      DispatchQueue.concurrentPerform(iterations: inputs.tasks.count) { index in
        let task = inputs.tasks.lowerBound + index
        batch.execute(task, input: inputs[task])
      }
      rest = inputs.tasks.upperBound..<tasks.upperBound
    }
  }
}
