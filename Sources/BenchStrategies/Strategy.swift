package import BenchModel
package import BenchWorkloads
package import WorkerPools

/// A way to run many tasks: what the benchmark compares.
///
/// The repetition calls `startUp`, then `run` any number of times, then `tearDown`, all from one thread; after an error
/// it calls `abandon` instead. A strategy reports each task to the batch exactly as it happened and hides nothing: what
/// it did wrong is for the batch's verdict to find.
package protocol Strategy: AnyObject, SendableMetatype {
  /// The name on the command line and in the column `strategy`.
  static var name: String { get }
  /// One line for people, without a full stop.
  static var summary: String { get }
  /// How the tasks of a batch are handed over; the column `submission`.
  static var submission: Submission { get }
  /// How processes can be created, the default first; empty where there are none.
  static var startMethods: [StartMethod] { get }

  /// Checks that this strategy can do what is asked; creates nothing yet.
  ///
  /// - Throws: `StrategyError.unsupported`.
  init(_ setup: StrategySetup) throws

  /// Creates what lives as long as the strategy; returns when the first task could run at full width.
  func startUp() throws

  /// Runs one task of the batch and waits for it: a round trip.
  func run(_ task: Int, of batch: TaskBatch) throws

  /// Runs all tasks of the batch and waits for them.
  func run(_ batch: TaskBatch) throws

  /// What the units outside this process have done so far, ended units included; `nil` where there are none.
  func unitTotals() throws -> UnitTotals?

  /// The largest number of tasks of a batch that are handed over and not yet answered; `nil` where unknown.
  func inFlight(ofBatch tasks: Int) -> Int?

  /// The processes that live now, for their memory to be read.
  var processIdentifiers: [Int32] { get }

  /// What was created and collected since the log was last taken.
  var log: UnitLog { get set }

  /// Ends what `startUp` created; returns when every thread is joined and every child is reaped.
  func tearDown() throws

  /// Ends everything at once after an error, throwing away what is unfinished.
  func abandon()
}

extension Strategy {
  package static var submission: Submission { .single }
  package static var startMethods: [StartMethod] { [] }
  package func startUp() throws {}
  package func unitTotals() throws -> UnitTotals? { nil }
  package func inFlight(ofBatch tasks: Int) -> Int? { tasks }
  package var processIdentifiers: [Int32] { [] }
  package func tearDown() throws {}
  package func abandon() {}
}

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
  /// The stack of each thread that the strategy creates itself; `nil` for the system's default.
  package let threadStackBytes: Int?

  package init(
    workload: WorkloadReference, width: Int?, widthLimit: Int = 512, countsHeap: Bool = false,
    startMethod: StartMethod = .spawn, threadStackBytes: Int? = nil
  ) {
    self.workload = workload
    self.width = width
    self.widthLimit = widthLimit
    self.countsHeap = countsHeap
    self.startMethod = startMethod
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
