internal import WorkerPoolsPosix

/// A function as bytes in and bytes out, whatever its types are.
class ErasedFunction {
  /// Decodes the input, runs the function and encodes the output.
  func run(_: UnsafeRawBufferPointer, _: ReplyPlace) throws { preconditionFailure("a function without run") }

  /// As `run`, for an array of inputs.
  func runChunk(_: UnsafeRawBufferPointer, _: ReplyPlace) throws { preconditionFailure("a function without run") }

  /// What a fork server has found for its workers; few, and compared as bytes, for which nothing has to be fetched.
  private static let prepared = Locked<[(name: [UInt8], function: ErasedFunction)]>([])

  /// Finds the function of that name so that this process and those that are forked from it need not search again.
  static func prepare(_ name: String) {
    guard let function = search(name) else { return }
    prepared.withLock { $0.append((Array(name.utf8), function)) }
  }

  /// Finds the function of that name in this program.
  static func named(_ name: UnsafeRawBufferPointer) -> ErasedFunction? {
    let found = prepared.withLock { prepared in prepared.first { $0.name.elementsEqual(name) }?.function }
    return found ?? search(String(decoding: name, as: UTF8.self))
  }

  private static func search(_ name: String) -> ErasedFunction? {
    guard let type = _typeByName(name) as? any WorkerFunction.Type else { return nil }
    return open(type)
  }

  private static func open<Function: WorkerFunction>(_ type: Function.Type) -> ErasedFunction {
    FoundFunction<Function>()
  }
}

private final class FoundFunction<Function: WorkerFunction>: ErasedFunction {
  private let input = ValueCoder<Function.Input>()
  private let output = ValueCoder<Function.Output>()
  private lazy var inputs = ValueCoder<[Function.Input]>()
  private lazy var outputs = ValueCoder<[Function.Output]>()

  override func run(_ bytes: UnsafeRawBufferPointer, _ reply: ReplyPlace) throws {
    try reply.put(Function.run(try input.decode(bytes)), output)
  }

  override func runChunk(_ bytes: UnsafeRawBufferPointer, _ reply: ReplyPlace) throws {
    try reply.put(each(try inputs.decode(bytes)), outputs)
  }

  /// Runs the function on each input; a plain loop, because code for types that are known only at run time is slow.
  private func each(_ inputs: [Function.Input]) throws -> [Function.Output] {
    try [Function.Output](unsafeUninitializedCapacity: inputs.count) { outputs, count in
      try inputs.withUnsafeBufferPointer { inputs in
        while count < inputs.count {
          (outputs.baseAddress! + count).initialize(to: try Function.run(inputs[count]))
          count += 1
        }
      }
    }
  }
}

/// Something that has room for the bytes of one output at a time.
protocol OutputSink: AnyObject {
  /// The room for so many bytes, to be written before the next call of anything else.
  func begin(_ count: Int) throws -> UnsafeMutableRawBufferPointer
}

/// Output as bytes of its own.
final class OutputBytes: OutputSink {
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 12, alignment: 16)
  private var large: UnsafeMutableRawBufferPointer?
  private var count = 0

  deinit {
    buffer.deallocate()
    large?.deallocate()
  }

  /// What was written.
  var bytes: [UInt8] { Array((large ?? buffer).prefix(count)) }

  func begin(_ count: Int) -> UnsafeMutableRawBufferPointer {
    large?.deallocate()
    large = count > buffer.count ? .allocate(byteCount: count, alignment: 16) : nil
    self.count = count
    return UnsafeMutableRawBufferPointer(rebasing: (large ?? buffer)[..<count])
  }
}

/// Where the output of one task goes.
struct ReplyPlace {
  private let sink: any OutputSink
  private let maxPayloadBytes: Int

  init(_ sink: any OutputSink, maxPayloadBytes: Int = .max) {
    self.sink = sink
    self.maxPayloadBytes = maxPayloadBytes
  }

  /// Encodes the value into the reply that is about to be sent.
  func put<Value>(_ value: Value, _ coder: ValueCoder<Value>) throws {
    if coder.isDirect {
      coder.write(value, to: try take(coder.byteCount(value)))
    } else {
      try put(try coder.encode(value))
    }
  }

  func put(_ bytes: [UInt8]) throws { try take(bytes.count).copyBytes(from: bytes) }

  private func take(_ count: Int) throws -> UnsafeMutableRawBufferPointer {
    if count > maxPayloadBytes { throw PoolError.payloadTooLarge(count, limit: maxPayloadBytes) }
    return try sink.begin(count)
  }
}

/// The name by which a worker finds a function.
enum FunctionName {
  /// The mangled name of the type; throws where no process could find the type by it.
  static func of(_ type: any WorkerFunction.Type) throws -> String {
    if let name = _mangledTypeName(type), _typeByName(name) != nil { return name }
    throw PoolError.unreachableFunction((type as? any FunctionAdapter.Type)?.adapted ?? type)
  }
}
