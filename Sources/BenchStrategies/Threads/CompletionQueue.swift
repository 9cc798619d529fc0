import WorkerPoolsPosix

/// The tasks whose units have ended, in the order of their ends; units put in, one owner takes out.
///
/// All memory is taken when the queue is made: as many tasks as it has room for can wait in it.
final class CompletionQueue: Sendable {
  private struct Ring: Sendable {
    var tasks: [Int]
    var first = 0
    var count = 0

    mutating func push(_ task: Int) {
      precondition(count < tasks.count, "no more units end than are alive")
      tasks[(first + count) % tasks.count] = task
      count += 1
    }

    mutating func pop() -> Int {
      defer {
        first = (first + 1) % tasks.count
        count -= 1
      }
      return tasks[first]
    }
  }

  private let ring: ConditionLock<Ring>

  /// A queue with room for that many, at least one.
  init(capacity: Int) { ring = ConditionLock(Ring(tasks: [Int](repeating: 0, count: max(1, capacity)))) }

  /// Says that the unit of this task has ended.
  func put(_ task: Int) {
    ring.withLock { $0.push(task) }
    ring.signal()
  }

  /// The task whose unit ended first of those not taken yet; blocks until there is one.
  func take() -> Int {
    guard let task = ring.waiting(while: { $0.count == 0 }, { $0.pop() }) else {
      preconditionFailure("a wait without a deadline ends with a task")
    }
    return task
  }
}
