package import WorkerPoolsPosix

/// What units outside this process did up to a moment, summed over all of them; differences are taken of it.
package struct UnitTotals: Codable, Hashable, Sendable, BitwiseCopyable {
  /// How many tasks were run, counted where they ran.
  package var runs: Int
  /// The wrapping sum of the indices of those tasks.
  package var taskSum: UInt64
  package var usage: ResourceUsage
  /// `nil` where it was not counted, or another allocator than jemalloc is in use.
  package var heap: HeapCount?

  package init(runs: Int = 0, taskSum: UInt64 = 0, usage: ResourceUsage = .zero, heap: HeapCount? = nil) {
    self.runs = runs
    self.taskSum = taskSum
    self.usage = usage
    self.heap = heap
  }

  package static func + (a: UnitTotals, b: UnitTotals) -> UnitTotals {
    UnitTotals(
      runs: a.runs + b.runs, taskSum: a.taskSum &+ b.taskSum, usage: a.usage + b.usage,
      heap: HeapCount.combined(a.heap, b.heap, +))
  }

  package static func - (a: UnitTotals, b: UnitTotals) -> UnitTotals {
    UnitTotals(
      runs: a.runs - b.runs, taskSum: a.taskSum &- b.taskSum, usage: a.usage - b.usage,
      heap: HeapCount.combined(a.heap, b.heap, -))
  }
}
