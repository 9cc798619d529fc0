package import BenchModel
package import BenchWorkloads
package import WorkerPools

/// What a strategy is asked for.
package struct StrategySetup: Sendable {
  /// The workload as other processes find it.
  package let workload: WorkloadReference
  /// The number of units, at least 1, or `nil` for as many as there are tasks, up to `widthLimit`.
  package let width: Int?
  /// The largest number of units alive at once where `width` is `nil`.
  package let widthLimit: Int
  /// Whether units outside this process report their heap allocations.
  package let countsHeap: Bool
  /// How processes are created, where the strategy creates any.
  package let startMethod: StartMethod
  /// How results are delivered; nil for the strategy's default.
  package let resultMode: ResultMode?
  /// The stack of each thread that the strategy creates itself; `nil` for the system's default.
  package let threadStackBytes: Int?

  package init(
    workload: WorkloadReference, width: Int?, widthLimit: Int = 512, countsHeap: Bool = false,
    startMethod: StartMethod = .spawn, resultMode: ResultMode? = nil,
    threadStackBytes: Int? = nil
  ) {
    self.workload = workload
    self.width = width
    self.widthLimit = widthLimit
    self.countsHeap = countsHeap
    self.startMethod = startMethod
    self.resultMode = resultMode
    self.threadStackBytes = threadStackBytes
  }

  /// The width, where the strategy needs a number.
  ///
  /// - Throws: `StrategyError.unsupported` where the width is unbounded.
  func boundedWidth(for strategy: String) throws(StrategyError) -> Int {
    guard let width else {
      throw .unsupported("\(strategy) has a fixed number of units; give --width a number.")
    }
    return max(1, width)
  }

  /// The largest number of units alive at once for a strategy that creates one for each task.
  var unitLimit: Int { max(1, width ?? widthLimit) }
}
