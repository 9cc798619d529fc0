/// What a workload's tasks depend on beside the seed; a parameter that is not listed is not crossed into cells.
public enum WorkloadParameter: String, Codable, Sendable {
  /// The nominal duration of one task.
  case taskDuration = "task_duration"
  /// The number of bytes that one task carries or handles.
  case payload
}

/// What a workload needs from whoever runs it, beside the parameters of its cell.
///
/// Ask a workload for its ``Workload/needs`` instead of comparing its name: a workload of one's own may need the same.
public enum WorkloadNeed: String, Codable, Sendable, CaseIterable {
  /// ``WorkloadSettings/iterations``: as many steps of the `cpu` kernel as take the task duration on this machine.
  case calibratedIterations = "calibrated_iterations"
  /// ``WorkloadSettings/socketPort``: the loopback port of an echo server that runs as long as the tasks do.
  case echoServer = "echo_server"
  /// ``WorkloadSettings/fileDirectory``: a folder for temporary files.
  case fileDirectory = "file_directory"
}

/// What one task gives back.
public struct TaskOutput: Sendable {
  /// The value that the task computed; 0 where the payload alone is the result.
  public var value: UInt64
  /// The bytes that travel back to the caller; usually empty.
  public var payload: [UInt8]

  /// Creates an output.
  public init(value: UInt64, payload: [UInt8] = []) {
    self.value = value
    self.payload = payload
  }
}

/// A kernel that the benchmark runs as its task.
///
/// A workload knows nothing of pools: any strategy may call `run` from any thread or process, many at once, each task once. All
/// that a task computes is a pure function of the seed and the task's index, so that every single result can be checked.
/// ``PredicateWorkload`` is for results that no number says beforehand, ``SharedInputWorkload`` for tasks that read one input,
/// ``AsyncWorkload`` for asynchronous functions; a type may be several of these.
///
/// A type of one's own needs a name that the runtime can find again in a worker process: it must not be private, nor local to
/// a function.
public protocol Workload: Sendable {
  /// The name on the command line and in the column `workload`.
  static var name: String { get }
  /// One line for people, without a full stop.
  static var summary: String { get }
  /// The parameters that this workload depends on. None by default.
  static var parameters: Set<WorkloadParameter> { get }
  /// What the tasks need from whoever runs them. Nothing by default.
  static var needs: Set<WorkloadNeed> { get }
  /// Whether tasks are handed bytes or hand bytes back. True by default.
  ///
  /// If false, ``input(forTask:)`` is never called, an output's payload is dropped, and a task crosses to a unit and back as
  /// a number each way, which is the cheapest that a strategy can do.
  static var carriesBytes: Bool { get }

  /// Prepares the workload once in each process that runs its tasks.
  ///
  /// - Throws: an error whose description is one sentence, where a setting is missing or cannot be used.
  init(_ settings: WorkloadSettings) throws

  /// The bytes that the caller hands to the task; the strategy carries them. Empty by default.
  ///
  /// Called on the side that submits, one task after another.
  func input(forTask task: UInt64) -> [UInt8]

  /// Runs one task; called in the unit, that is in a thread or process of the strategy.
  func run(task: UInt64, input: [UInt8]) throws -> TaskOutput

  /// The value of a task as its caller sees it, computed from what came back. `output.value` by default.
  ///
  /// Called on the side that submits, where the strategy gives it a result for each task, and else where the task ran.
  func value(of output: TaskOutput) -> UInt64

  /// The same for workloads whose value depends on the task, too. ``value(of:)`` by default.
  func value(of output: TaskOutput, forTask task: UInt64) -> UInt64

  /// What ``value(of:forTask:)`` must be for this task, by an independent and cheap computation.
  func expectedValue(forTask task: UInt64) -> UInt64
}

extension Workload {
  /// None.
  public static var parameters: Set<WorkloadParameter> { [] }

  /// Nothing.
  public static var needs: Set<WorkloadNeed> { [] }

  /// True.
  public static var carriesBytes: Bool { true }

  /// No bytes.
  public func input(forTask task: UInt64) -> [UInt8] { [] }

  /// The value that the task computed.
  public func value(of output: TaskOutput) -> UInt64 { output.value }

  /// The value that does not depend on the task.
  public func value(of output: TaskOutput, forTask task: UInt64) -> UInt64 { value(of: output) }
}
