/// State of a worker process that outlives a task, such as a connection that the pool's initializer opens.
///
/// ```swift
/// enum Database {
///   static let connection = WorkerLocal<Connection>()
/// }
/// enum Open: WorkerFunction {
///   static func run(_ path: String) throws -> Bool {
///     Database.connection.value = try Connection(path)
///     return true
///   }
/// }
/// ```
///
/// Each worker process has its own, and so has the host. A worker's tasks come one after the other, whatever threads they run on:
/// what an initializer or a task has set, later ones read, synchronous or asynchronous. Within one task any threads may read
/// it, the child tasks of an asynchronous function for instance; one that sets it must see to it that nobody else uses it at
/// the same time. That goes for what a task leaves running behind it, too.
public final class WorkerLocal<Value>: @unchecked Sendable {  // see above
  private var stored: Value?

  /// State that is not there yet.
  public init() {}

  /// Whether there is a value in this process.
  public var isSet: Bool { stored != nil }

  /// The value; reading it before it was set in this process is a programming error and traps.
  public var value: Value {
    get {
      guard let stored else {
        preconditionFailure(
          "WorkerLocal<\(Value.self)> was read before it was set in this process; set it in the pool's initializer")
      }
      return stored
    }
    set { stored = newValue }
  }
}
