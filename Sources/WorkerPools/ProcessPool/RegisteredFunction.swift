/// A function that a pool knows.
class FunctionIdentity: @unchecked Sendable {  // constants
  /// Its place in the pool's register.
  final let number: UInt32
  /// Its mangled name.
  final let name: [UInt8]
  /// The type that it was registered for.
  final let type: ObjectIdentifier

  init(number: UInt32, name: String, type: ObjectIdentifier) {
    self.number = number
    self.name = Array(name.utf8)
    self.type = type
  }
}

/// A function that a pool knows, and how its values cross to workers.
final class RegisteredFunction<Function: WorkerFunction>: FunctionIdentity, @unchecked Sendable {
  let input = ValueCoder<Function.Input>()
  let output = ValueCoder<Function.Output>()
  /// Looked up once, since that is slow.
  let taskType = CallTask<Function>.self
  let inputs = ValueCoder<[Function.Input]>()
  let outputs = ValueCoder<[Function.Output]>()
}
