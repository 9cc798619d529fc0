/// A function as bytes in and bytes out, whatever its types are.
struct ErasedFunction: Sendable {
  /// Decodes the input, runs the function and encodes the output.
  let run: @Sendable ([UInt8]) throws -> [UInt8]

  private init<Function: WorkerFunction>(_: Function.Type) {
    let input = ValueCoder<Function.Input>()
    let output = ValueCoder<Function.Output>()
    run = { try output.encode(Function.run(try input.decode($0))) }
  }

  /// Finds the function of that name in this program.
  static func named(_ name: String) -> ErasedFunction? {
    guard let type = _typeByName(name) as? any WorkerFunction.Type else { return nil }
    return open(type)
  }

  private static func open<Function: WorkerFunction>(_ type: Function.Type) -> ErasedFunction { ErasedFunction(type) }
}

/// The name by which a worker finds a function.
enum FunctionName {
  /// The mangled name of the type; throws where no process could find the type by it.
  static func of(_ type: any WorkerFunction.Type) throws -> String {
    guard let name = _mangledTypeName(type), _typeByName(name) != nil else { throw PoolError.unreachableFunction(type) }
    return name
  }
}
