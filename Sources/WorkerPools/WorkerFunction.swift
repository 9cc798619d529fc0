/// A function that runs in worker processes.
///
/// A conforming type is a name for a function: it is never instantiated. A worker process is this same program run again,
/// in which the type is found by its name, so that nothing needs to be registered:
///
/// ```swift
/// enum Square: WorkerFunction {
///   static func run(_ input: Int) -> Int { input * input }
/// }
/// let nine = try pool.apply(Square.self, 3)
/// ```
///
/// The type may be public, package or internal, nested and generic. Private, fileprivate and local types cannot be found by
/// name and are refused when a task is submitted. What `run` throws reaches the caller as a `RemoteError`.
public protocol WorkerFunction: SendableMetatype {
  /// What the function takes; it is copied to the worker.
  associatedtype Input: Codable & Sendable
  /// What the function returns; it is copied back.
  associatedtype Output: Codable & Sendable

  /// Runs the function, in a worker process, for one task at a time.
  static func run(_ input: Input) throws -> Output
}
