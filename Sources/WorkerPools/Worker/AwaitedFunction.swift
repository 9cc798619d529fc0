/// An asynchronous function as one that returns when it has ended; what workers and pools know of it.
enum AwaitedFunction<Function: AsyncWorkerFunction>: WorkerFunction, FunctionAdapter {
  static var adapted: Any.Type { Function.self }

  static func run(_ input: Function.Input) throws -> Function.Output {
    try AwaitedCall.run { try await Function.run(input) }
  }
}

/// A worker function that stands for a type of the user's.
protocol FunctionAdapter {
  /// The user's type, which errors name.
  static var adapted: Any.Type { get }
}
