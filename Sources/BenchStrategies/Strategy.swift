package import BenchModel
package import WorkerPools

/// A way to run many tasks: what the benchmark compares.
///
/// The repetition calls `startUp`, then hands tasks over any number of times, then `tearDown`, all from one thread; after
/// an error it calls `abandon` instead. Tasks are handed over either one at a time by `run(_:of:)`, or by any number of
/// calls of `submit`, in the order of their indices, and one of `drain`. A strategy reports each task to the batch exactly
/// as it happened and hides nothing: what it did wrong is for the batch's verdict to find.
package protocol Strategy: AnyObject, SendableMetatype {
  /// The name on the command line and in the column `strategy`.
  static var name: String { get }
  /// One line for people, without a full stop.
  static var summary: String { get }
  /// How the tasks of a batch are handed over; the column `submission`.
  static var submission: Submission { get }
  /// How processes can be created, the default first; empty where there are none.
  static var startMethods: [StartMethod] { get }
  /// How results are delivered, the default first; the key `result_mode`.
  static var resultModes: [ResultMode] { get }
  /// Whether the round trip of a single task is one: it is handed over to another thread or process, or it is the bare call
  /// that the others are compared with. If false, round trips are left out.
  static var hasRoundTrips: Bool { get }
  /// Whether each task has a process or a thread of its own.
  static var createsUnitPerTask: Bool { get }
  /// Whether one task runs at a time, whatever the width is.
  static var isSerial: Bool { get }
  /// Whether submitted tasks wait for `drain` before the first of them begins.
  static var beginsAtDrain: Bool { get }

  /// Checks that this strategy can do what is asked; creates nothing yet.
  ///
  /// - Throws: `StrategyError.unsupported`.
  init(_ setup: StrategySetup) throws

  /// Creates what lives as long as the strategy; returns when the first task could run at full width.
  func startUp() throws

  /// Runs one task of the batch and waits for it: a round trip.
  func run(_ task: Int, of batch: TaskBatch) throws

  /// Hands one task over and returns; waits only for room, where the strategy bounds the tasks in flight.
  ///
  /// After an error some of the tasks may still run.
  func submit(_ task: Int, of batch: TaskBatch) throws

  /// Hands these tasks over, as `submit` does one.
  func submit(_ tasks: Range<Int>, of batch: TaskBatch) throws

  /// Returns when every task that was submitted has ended and the batch knows its result.
  func drain(_ batch: TaskBatch) throws

  /// What the units outside this process have done so far, ended units included; `nil` where there are none.
  func unitTotals() throws -> UnitTotals?

  /// The largest number of tasks of a batch that are handed over and not yet answered; `nil` where unknown.
  func inFlight(ofBatch tasks: Int) -> Int?

  /// How often tasks were handed to a unit so far, one or several together; nil if nobody counts that.
  var handovers: Int? { get }

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
  package static var hasRoundTrips: Bool { true }
  package static var createsUnitPerTask: Bool { false }
  package static var isSerial: Bool { false }
  package static var beginsAtDrain: Bool { false }
  package func startUp() throws {}
  package func unitTotals() throws -> UnitTotals? { nil }
  package func inFlight(ofBatch tasks: Int) -> Int? { tasks }
  package var handovers: Int? { nil }
  package var processIdentifiers: [Int32] { [] }
  package func tearDown() throws {}
  package func abandon() {}

  package func run(_ task: Int, of batch: TaskBatch) throws {
    try submit(task, of: batch)
    try drain(batch)
  }

  // Inlined into each strategy, where the task's `submit` is a direct call: a call through the protocol for each task would
  // be a part of what is measured.
  @inline(__always)
  package func submit(_ tasks: Range<Int>, of batch: TaskBatch) throws {
    for task in tasks { try submit(task, of: batch) }
  }

  /// Runs all tasks of the batch and waits for them.
  package func run(_ batch: TaskBatch) throws {
    try submit(0..<batch.count, of: batch)
    try drain(batch)
  }
}
