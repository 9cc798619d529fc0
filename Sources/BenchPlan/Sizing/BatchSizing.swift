package import BenchModel

/// Finds the size of an arm's batch in a cell by unrecorded repetitions.
package struct BatchSizing {
  /// Runs a batch of that size; `nil` where it did not end well.
  package typealias Probe = (BatchSize) throws -> (tasks: Int, batchNs: Int)?

  /// With a fixed number of tasks, one probe of so many tells how long they are.
  private static let fixedProbeTasks = 1_000

  private let cell: Cell
  private let arm: Arm
  private let cores: Int
  private let settings: RunSettings

  /// A search for tasks of which `cores` at most run at once if they do not wait.
  package init(cell: Cell, arm: Arm, cores: Int, settings: RunSettings) {
    self.cell = cell
    self.arm = arm
    self.cores = cores
    self.settings = settings
  }

  /// The size; where a probe fails, the size that the search began with, so that the arm's rows tell what is wrong.
  package func size(_ probe: Probe) throws -> BatchSize {
    try settings.tasksOverrideN.map { try fixedSize($0, probe) } ?? find(probe)
  }

  /// The size that a warm-up batch of `size` gives, or nil if it is good or was given.
  package func corrected(_ size: BatchSize, batchNs: Int) -> BatchSize? {
    guard settings.tasksOverrideN == nil, let tasks = search.corrected(tasks: size.tasksN, batchNs: batchNs) else {
      return nil
    }
    return BatchSize(tasksN: tasks, stampEveryN: stampEvery((size.tasksN, batchNs), batchTasks: tasks))
  }

  private func fixedSize(_ tasks: Int, _ probe: Probe) throws -> BatchSize {
    let unstamped = BatchSize(tasksN: tasks, stampEveryN: 1)
    guard !StampingRule.isLong(taskDurationNs: cell.taskDurationNs) else { return unstamped }
    guard let result = try probe(BatchSize(tasksN: min(tasks, Self.fixedProbeTasks), stampEveryN: 1)) else {
      return unstamped
    }
    return BatchSize(tasksN: tasks, stampEveryN: stampEvery(result, batchTasks: tasks))
  }

  private func find(_ probe: Probe) throws -> BatchSize {
    var step = search.first
    var last = (tasks: 1, batchNs: 1)
    while true {
      switch step {
      case .settled(let tasks):
        return BatchSize(tasksN: tasks, stampEveryN: stampEvery(last, batchTasks: tasks))
      case .probe(let tasks):
        guard let result = try probe(BatchSize(tasksN: tasks, stampEveryN: probeStamping(tasks))) else {
          return BatchSize(tasksN: search.fallback, stampEveryN: 1)
        }
        last = result
        step = search.after(tasks: result.tasks, batchNs: result.batchNs)
      }
    }
  }

  private var search: TaskCountSearch {
    TaskCountSearch(
      width: width, taskDurationNs: cell.taskDurationNs, targetNs: settings.batchTargetNs,
      limitNs: settings.batchLimitNs ?? TaskCountSearch.usualLimitNs)
  }

  /// A serial arm runs one task at a time, whatever the cell's width is.
  private var width: Int? { arm.isSerial ? 1 : cell.width.count }

  private func probeStamping(_ tasks: Int) -> Int {
    let isLong = StampingRule.isLong(taskDurationNs: cell.taskDurationNs)
    return isLong || tasks <= Self.fixedProbeTasks ? 1 : StampingRule.forShortTasks(batchTasks: tasks)
  }

  private func stampEvery(_ result: (tasks: Int, batchNs: Int), batchTasks: Int) -> Int {
    StampingRule.stampEvery(
      batchNs: result.batchNs, tasks: result.tasks, width: width, cores: cores, taskDurationNs: cell.taskDurationNs,
      batchTasks: batchTasks)
  }
}
