package import BenchModel
package import BenchWorkloads
import Synchronization
import WorkerPoolsPosix

/// The tasks of one batch and all that is known of them: how often each ended, whether its value was right and, if
/// stamped, its times.
///
/// All memory is taken, and touched, before the batch begins: a byte for each task, eight more for each whose value is
/// kept, and the stamps. On a task's own path there is no lock and no allocation of the bookkeeping: two stores and, for
/// one task in `stampEvery`, the clock. The values of the first tasks are kept and judged afterwards; from there on each
/// is compared with the expected one as it arrives, so that the memory for values does not grow with the batch.
///
/// A strategy says `submitted` when it takes a task on, and then either lets a unit of this process run it with
/// `execute`, or has it run anywhere and says `complete` with the reply.
// Unchecked: each task's slot is written by the one unit that runs it, and read after the strategy has waited for
// that unit. A strategy that breaks this is what `verdict` is there to catch; the counters are atomic.
package final class TaskBatch: @unchecked Sendable {
  /// The number of tasks; their indices are 0 ..< count.
  package let count: Int
  /// One task in so many is stamped.
  package let stampEvery: Int
  /// Whether tasks are handed bytes or hand bytes back.
  package let carriesBytes: Bool

  /// All ones below the power of two that `stampEvery` is; `nil` where it is none, so that it has to be divided by.
  private let stampMask: Int?
  private let workload: any Workload
  private let endings: EndingCounts
  private let values: UnsafeMutableBufferPointer<UInt64>
  private let stamps: UnsafeMutableBufferPointer<Stamp>
  private let failure = Mutex<Failure?>(nil)
  private let mismatch = Mutex<Mismatch?>(nil)

  /// Prepares a batch of at least one task that keeps the values of its first `kept` tasks, or of all if that is nil.
  package init(of workload: any Workload, count: Int, stampEvery: Int = 1, keeping kept: Int? = nil) {
    precondition(count >= 1 && stampEvery >= 1, "a batch has tasks and stamps one in so many")
    self.workload = workload
    carriesBytes = type(of: workload).carriesBytes
    self.count = count
    self.stampEvery = stampEvery
    stampMask = stampEvery.nonzeroBitCount == 1 ? stampEvery - 1 : nil
    endings = EndingCounts(tasks: count)
    values = .allocate(capacity: min(max(kept ?? count, 0), count))
    values.initialize(repeating: 0)
    stamps = .allocate(capacity: (count + stampEvery - 1) / stampEvery)
    stamps.initialize(repeating: Stamp())
  }

  deinit {
    values.deinitialize().deallocate()
    stamps.deinitialize().deallocate()
  }

  // MARK: For strategies

  /// The bytes that the caller hands to this task; to be called on the side that submits.
  package func input(_ task: Int) -> [UInt8] { carriesBytes ? workload.input(forTask: UInt64(task)) : [] }

  /// Whether a number each way is all that this task and its reply are.
  package func isPlain(_ task: Int) -> Bool { !carriesBytes && !isStamped(task) }

  /// Whether this task's times are wanted.
  package func isStamped(_ task: Int) -> Bool {
    if let stampMask { task & stampMask == 0 } else { task % stampEvery == 0 }
  }

  /// The strategy takes this task on.
  package func submitted(_ task: Int) {
    if isStamped(task) { stamps[task / stampEvery].submit = MonotonicTime.now() }
  }

  /// The strategy takes these tasks on with one call.
  package func submitted(_ tasks: Range<Int>) {
    let now = MonotonicTime.now()
    let first = (tasks.lowerBound + stampEvery - 1) / stampEvery * stampEvery
    for task in stride(from: first, to: tasks.upperBound, by: stampEvery) { stamps[task / stampEvery].submit = now }
  }

  /// Runs a task here and now, in the calling thread; what it throws is kept as the batch's failure.
  package func execute(_ task: Int, input: [UInt8]) {
    let isStamped = isStamped(task)
    if isStamped { stamps[task / stampEvery].start = MonotonicTime.now() }
    do {
      let output = try workload.run(task: UInt64(task), input: input)
      if isStamped { stamps[task / stampEvery].end = MonotonicTime.now() }
      end(task, with: output)
    } catch {
      fail(task, error)
    }
  }

  /// The workload, if its tasks can be awaited.
  package var awaited: (any AsyncWorkload)? { workload as? any AsyncWorkload }

  /// As `execute`, awaiting the task of an asynchronous workload instead of blocking a thread.
  package func perform(_ task: Int, of workload: any AsyncWorkload, input: [UInt8]) async {
    let isStamped = isStamped(task)
    if isStamped { stamps[task / stampEvery].start = MonotonicTime.now() }
    do {
      let output = try await workload.perform(task: UInt64(task), input: input)
      if isStamped { stamps[task / stampEvery].end = MonotonicTime.now() }
      end(task, with: output)
    } catch {
      fail(task, error)
    }
  }

  /// Runs a task here and now, in the calling thread, for whoever waits for the reply and then says `complete`.
  package func reply(to task: Int, input: [UInt8]) throws -> TaskReply {
    let isStamped = isStamped(task)
    let start = isStamped ? MonotonicTime.now() : 0
    let output = try workload.run(task: UInt64(task), input: input)
    return TaskReply(output: output, start: start, end: isStamped ? MonotonicTime.now() : 0)
  }

  /// As `reply`, for a task that is not stamped and carries no bytes.
  package func plainReply(to task: Int) throws -> UInt64 { try workload.run(task: UInt64(task), input: []).value }

  /// Takes the reply of whatever ran the task.
  package func complete(_ task: Int, _ reply: TaskReply) {
    if isStamped(task) {
      stamps[task / stampEvery].start = reply.start
      stamps[task / stampEvery].end = reply.end
    }
    end(task, with: reply.output)
  }

  /// Takes the value of a task that is not stamped and carries no bytes.
  package func complete(_ task: Int, value: UInt64) { end(task, with: TaskOutput(value: value)) }

  /// Keeps the first failure of a task.
  package func fail(_ task: Int, _ error: any Error) {
    failure.withLock { first in
      if first == nil { first = Failure(task: task, error: error) }
    }
  }

  private func end(_ task: Int, with output: TaskOutput) {
    let value = workload.value(of: output, forTask: UInt64(task))
    if task < values.count {
      values[task] = value
    } else if value != workload.expectedValue(forTask: UInt64(task)) {
      note(Mismatch(task: task, value: value))
    }
    endings.note(task)
  }

  /// Keeps the mismatch of the first task, in the order of the tasks.
  @inline(never)
  private func note(_ mismatch: Mismatch) {
    self.mismatch.withLock { first in
      if first.map({ mismatch.task < $0.task }) ?? true { first = mismatch }
    }
  }

  // MARK: Afterwards

  /// The first failure of a task, or `nil`.
  package var firstFailure: Failure? { failure.withLock { $0 } }

  /// How often this task ended, at most 255.
  package func endings(of task: Int) -> Int { endings.count(of: task) }

  /// How many tasks, from the first one on, have their values kept.
  package var keptCount: Int { values.count }

  /// The value, as its caller saw it, of a task that is kept; 0 if it never ended.
  package func value(of task: Int) -> UInt64 { values[task] }

  /// The first task, in the order of the tasks, that is not kept and gave a wrong value; nil if none did.
  package var firstMismatch: Mismatch? { mismatch.withLock { $0 } }

  /// What the value must be.
  package func expectedValue(of task: Int) -> UInt64 { workload.expectedValue(forTask: UInt64(task)) }

  /// Whether a result is right if it passes a check, and not if it is a certain number.
  package var isCheckedByPredicate: Bool { workload is any PredicateWorkload }

  /// The times of the stamped tasks, by index.
  package var times: [TaskTimes] {
    stamps.enumerated().map { index, stamp in
      TaskTimes(index: index * stampEvery, submit: stamp.submit, start: stamp.start, end: stamp.end)
    }
  }
}

extension TaskBatch {
  /// What a task threw.
  package struct Failure: Error, CustomStringConvertible {
    package let task: Int
    package let error: any Error

    package var description: String { "Task \(task) failed: \(error)" }
  }

  /// A value that was not the expected one.
  package struct Mismatch: Hashable, Sendable {
    package let task: Int
    package let value: UInt64
  }

  private struct Stamp {
    var submit = 0
    var start = 0
    var end = 0
  }
}
