/// A way to run tasks that is not this project's.
protocol Peer: AnyObject {
  /// What it is, with its version where there is one to read: the column `strategy`.
  var description: String { get }
  /// The most tasks that are handed over and not finished; `nil` for all of a batch.
  var mostInFlight: Int? { get }
  /// Who learns what a task returned, as results/PROTOCOL.md has it.
  var resultMode: ResultMode { get }
  /// Whether a batch is one call for each task, or one for all.
  var submission: Submission { get }
  /// The tasks that travel together; nil if the peer does not say.
  var chunk: Int? { get }
  /// `nil` where there are none.
  var processesSpawned: Int? { get }
  /// `nil` where it does not say.
  var threadsSpawned: Int? { get }

  /// Returns when the first task could run at full width.
  func startUp() throws
  /// Runs one task and waits for it.
  func run(_ task: Int, of batch: Batch) throws
  /// Runs all tasks and waits for them.
  func run(_ batch: Batch) throws
  func tearDown() throws
}

/// How results come back: the key `result_mode`.
enum ResultMode: String, Encodable {
  /// The submitting side takes the result of every task.
  case each
  /// There is one wait for the whole batch.
  case all
}

/// How tasks are handed over: the key `submission`.
enum Submission: String, Encodable {
  case single
  case map
}

extension Peer {
  var mostInFlight: Int? { nil }
  var resultMode: ResultMode { .all }
  var submission: Submission { .single }
  var chunk: Int? { nil }
  var processesSpawned: Int? { nil }
  var threadsSpawned: Int? { nil }
  func startUp() throws {}
  func tearDown() throws {}
}
