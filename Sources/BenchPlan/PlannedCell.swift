package import BenchModel
package import BenchWorkloads

/// A cell and what the run found out about it.
package struct PlannedCell: Codable, Equatable, Sendable {
  package var cell: Cell
  /// What the cell's workload needs from the driver.
  package var needs: Set<WorkloadNeed>
  /// Iterations of the `cpu` kernel that take the task's duration on this machine; `nil` for other workloads.
  package var taskIterationsN: Int?
  /// The size of the batch by sizing group (``Arm/sizingGroup``); a group is missing until the warm-up round sets it.
  package var sizes: [String: BatchSize]

  package init(
    cell: Cell, needs: Set<WorkloadNeed> = [], taskIterationsN: Int? = nil, sizes: [String: BatchSize] = [:]
  ) {
    self.cell = cell
    self.needs = needs
    self.taskIterationsN = taskIterationsN
    self.sizes = sizes
  }

  /// The smallest batch of the cell, which every arm's checksum covers; `nil` before the warm-up round.
  package var smallestTasksN: Int? { sizes.values.map(\.tasksN).min() }
}

/// How many tasks a batch has, and how many of them are stamped.
package struct BatchSize: Codable, Hashable, Sendable {
  package var tasksN: Int
  /// One task in so many is stamped.
  package var stampEveryN: Int

  package init(tasksN: Int, stampEveryN: Int) {
    self.tasksN = tasksN
    self.stampEveryN = stampEveryN
  }
}
