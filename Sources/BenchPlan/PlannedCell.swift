package import BenchModel

/// A cell and what the run found out about it.
package struct PlannedCell: Codable, Equatable, Sendable {
  package var cell: Cell
  /// Iterations of the `cpu` kernel that take the task's duration on this machine; `nil` for other workloads.
  package var taskIterationsN: Int?
  /// The size of the batch by sizing group (``Arm/sizingGroup``); a group is missing until the warm-up round sets it.
  package var sizes: [String: BatchSize]

  package init(cell: Cell, taskIterationsN: Int? = nil, sizes: [String: BatchSize] = [:]) {
    self.cell = cell
    self.taskIterationsN = taskIterationsN
    self.sizes = sizes
  }

  /// Whether the cell's tasks talk to the driver's echo server.
  package var needsEchoServer: Bool { cell.workload == "socket-io" }

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
