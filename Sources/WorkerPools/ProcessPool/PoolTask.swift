/// A task on its way through a process pool.
struct PoolTask: Sendable {
  /// The function's number in the pool's register.
  let function: UInt32
  let body: [UInt8]
  let end: any TaskEnd
}

/// Where a worker's answer to a task goes.
protocol TaskEnd: AnyObject, Sendable {
  /// The task returned this encoded value.
  func returned(_ body: [UInt8])
  /// The task failed.
  func failed(_ error: any Error)
}

/// The end of a task whose value has a type again.
final class TypedTaskEnd<Function: WorkerFunction>: TaskEnd {
  private let function: RegisteredFunction<Function>
  private let completion: Completion<Function.Output>

  init(_ function: RegisteredFunction<Function>, _ completion: Completion<Function.Output>) {
    self.function = function
    self.completion = completion
  }

  func returned(_ body: [UInt8]) {
    completion.end { [function] in Result { try function.output.decode(body) } }
  }

  func failed(_ error: any Error) { completion.end { .failure(error) } }
}

/// A function that a pool knows: its number, and how its values cross to workers.
final class RegisteredFunction<Function: WorkerFunction>: Sendable {
  let number: UInt32
  let input = ValueCoder<Function.Input>()
  let output = ValueCoder<Function.Output>()

  init(number: UInt32) { self.number = number }
}
