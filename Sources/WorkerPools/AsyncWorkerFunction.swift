/// An asynchronous function that runs in worker processes.
///
/// As a ``WorkerFunction``, but that `run` may await: it is found, submitted and refused in the same way, and everything that a
/// pool does takes either kind.
///
/// ```swift
/// enum Nap: AsyncWorkerFunction {
///   static func run(_ seconds: Int) async throws -> Int {
///     try await Task.sleep(for: .seconds(seconds))
///     return seconds
///   }
/// }
/// let two = try pool.apply(Nap.self, 2)
/// ```
///
/// A worker runs one task at a time, an asynchronous one, too: its next task begins when `run` has returned or thrown. What `run`
/// starts and does not await goes on beside later tasks, and ends with the worker.
///
/// The function itself runs on Swift's global executor. The main actor and the main queue work in workers that the method
/// ``StartMethod/spawn`` has started. In those of ``StartMethod/forkserver`` they do not: a function that uses them there fails
/// with an error of the code ``PoolError/Code/mainQueueUnavailable``.
///
/// A type that conforms to `WorkerFunction`, too, is taken as that.
public protocol AsyncWorkerFunction: SendableMetatype {
  /// What the function takes; it is copied to the worker.
  associatedtype Input: Codable & Sendable
  /// What the function returns; it is copied back.
  associatedtype Output: Codable & Sendable

  /// Runs the function, in a worker process, for one task at a time.
  static func run(_ input: Input) async throws -> Output
}
