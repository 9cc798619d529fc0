/// An error that a task threw in a worker process.
public struct RemoteError: Error, Sendable, CustomStringConvertible {
  /// The name of the type of the error that was thrown.
  public let typeName: String
  /// The thrown error as text.
  public let message: String
  /// The process identifier of the worker.
  public let workerPid: Int32
  /// The thrown error itself, where its type is `Codable` and can be found by name.
  public let underlying: (any Error)?

  /// One sentence: where it was thrown, and what.
  public var description: String { "the task threw in worker \(workerPid): \(message)" }
}
