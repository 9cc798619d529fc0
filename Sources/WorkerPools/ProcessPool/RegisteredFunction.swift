/// A function that a pool knows.
class FunctionIdentity: @unchecked Sendable {  // constants
  /// Its place in the pool's register.
  final let number: UInt32
  /// Its mangled name.
  final let name: [UInt8]
  /// The type that it was registered for.
  final let type: ObjectIdentifier
  /// The pool, which forgets its functions when nobody can submit to it any more.
  final let core: PoolCore

  init(number: UInt32, name: String, type: ObjectIdentifier, core: PoolCore) {
    self.number = number
    self.name = Array(name.utf8)
    self.type = type
    self.core = core
  }

  /// A task for it, whose input is still to be set and that has no callbacks.
  func makeTask() -> PoolTask { preconditionFailure("a function without tasks") }
}

/// A function that a pool knows, and how its values cross to workers.
final class RegisteredFunction<Function: WorkerFunction>: FunctionIdentity, @unchecked Sendable {
  let input = ValueCoder<Function.Input>()
  let output = ValueCoder<Function.Output>()
  /// Looked up once, since that is slow.
  let taskType = CallTask<Function>.self
  override func makeTask() -> PoolTask { taskType.init(self, callbacks: nil) }

  let inputs = ValueCoder<[Function.Input]>()
  let outputs = ValueCoder<[Function.Output]>()
}
