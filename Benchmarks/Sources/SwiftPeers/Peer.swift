/// A way to run tasks that is not this project's.
protocol Peer: AnyObject {
  /// What it is, with its version where there is one to read: the column `strategy`.
  var description: String { get }
  /// The most tasks that are handed over and not finished; `nil` for all of a batch.
  var mostInFlight: Int? { get }
  /// `nil` where there are none.
  var processesSpawned: Int? { get }
  /// `nil` where it does not say.
  var threadsSpawned: Int? { get }

  /// Returns when the first task could run at full width.
  func startUp() throws
  /// Runs one task and waits for it.
  func run(_ task: Int, of batch: Batch) throws
  /// Runs all tasks, one submit each, and waits for them.
  func run(_ batch: Batch) throws
  func tearDown() throws
}

extension Peer {
  var mostInFlight: Int? { nil }
  var processesSpawned: Int? { nil }
  var threadsSpawned: Int? { nil }
  func startUp() throws {}
  func tearDown() throws {}
}
