package import BenchModel
import BenchWorkloads
import Dispatch
import WorkerPoolsPosix

/// A child task of a Swift task group for every task, on the threads of Swift's own pool.
///
/// That pool has a thread for each processor, and a task that blocks keeps its thread: a larger width is not reached by
/// tasks that block, which the effective width shows. At a smaller one no more child tasks than the width exist at
/// once; otherwise all are added at once, as people write it. The caller is a thread outside the pool, so each call
/// begins with a task of its own and ends with a semaphore: that is part of every round trip, which is one, since the child
/// runs on a thread of that pool. A group lives inside one
/// function, so the tasks that were submitted are added to one when they are drained. The function of an asynchronous workload
/// is awaited, so that tasks which are suspended keep no thread: those reach any width, and keep to it.
package final class TaskGroupStrategy: Strategy {
  package static let name = "task-group"
  package static let summary = "a child task of a Swift task group for every task, never wider than the processors"
  package static let resultModes: [ResultMode] = [.all]
  package static let beginsAtDrain = true

  package var log: UnitLog

  private let width: Int
  /// Whether no more child tasks than the width may exist at once: if Swift's pool, or tasks that keep no thread while they
  /// are suspended, would let more of them run.
  private let keepsToWidth: Bool
  private let isAwaited: Bool
  private var collected = CollectedTasks()

  package init(_ setup: StrategySetup) throws {
    width = try setup.boundedWidth(for: Self.name)
    isAwaited = setup.workload.isAsynchronous
    keepsToWidth = isAwaited || width < CoreCount.affinity.count
    log = UnitLog()
    log.threads = nil
  }

  package func startUp() {
    let width = width
    wait {
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<width { group.addTask {} }
      }
    }
  }

  package func submit(_ task: Int, of batch: TaskBatch) { collected.add(task..<task + 1) }

  package func submit(_ tasks: Range<Int>, of batch: TaskBatch) { collected.add(tasks) }

  package func drain(_ batch: TaskBatch) {
    let tasks = collected.take()
    let most = keepsToWidth ? width : tasks.count
    // Uncounted, as in `thread-pool`; the batch outlives the wait.
    let uncounted = Unmanaged.passUnretained(batch)
    let awaited = isAwaited ? batch.awaited : nil
    wait {
      await withTaskGroup(of: Void.self) { group in
        for task in tasks {
          if task - tasks.lowerBound >= most { await group.next() }
          batch.submitted(task)
          let input = batch.input(task)
          if let awaited {
            group.addTask { await batch.perform(task, of: awaited, input: input) }
          } else {
            group.addTask { uncounted._withUnsafeGuaranteedRef { $0.execute(task, input: input) } }
          }
        }
      }
    }
  }

  package func inFlight(ofBatch tasks: Int) -> Int? { keepsToWidth ? min(width, tasks) : tasks }

  /// Runs `body` in Swift's pool and waits for it; the calling thread must not be one of that pool's.
  private func wait(for body: @escaping @Sendable () async -> Void) {
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      await body()
      done.signal()
    }
    done.wait()
  }
}
