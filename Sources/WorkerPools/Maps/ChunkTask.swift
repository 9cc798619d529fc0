/// Where the outputs of the chunks of a map go.
protocol ChunkSink<Output>: AnyObject, Sendable {
  associatedtype Output: Sendable
  /// Called once for each chunk, on any thread.
  func chunkEnded(_ index: Int, _ part: ChunkOutputs<Output>)
}

/// What became of a chunk.
enum ChunkOutputs<Output: Sendable>: Sendable {
  case values([Output])
  /// Bytes that take long to decode.
  case encoded([UInt8])
  case failed(any Error)

  func values(_ decode: ([UInt8]) throws -> [Output]) throws -> [Output] {
    switch self {
    case .values(let values): values
    case .encoded(let bytes): try decode(bytes)
    case .failed(let error): throw error
    }
  }
}

/// A part of the inputs of a map, which one worker works through.
final class ChunkTask<Function: WorkerFunction>: PoolTask, @unchecked Sendable {
  private let index: Int
  private let sink: any ChunkSink<Function.Output>

  /// Throws where the inputs cannot be encoded, or are larger than the pool's limit.
  init(
    _ function: RegisteredFunction<Function>, _ inputs: [Function.Input], index: Int,
    sink: any ChunkSink<Function.Output>
  ) throws {
    self.index = index
    self.sink = sink
    super.init(function: function)
    let coder = function.inputs
    let input: LargeInput = coder.isDirect ? DirectInput(inputs, coder) : EncodedInput(try coder.encode(inputs))
    let limit = function.core.configuration.maxPayloadBytes
    if input.byteCount > limit { throw PoolError.payloadTooLarge(input.byteCount, limit: limit) }
    setInput(input)
    record.insert(.isChunk)
  }

  /// Every output goes to the sink.
  override var hasCallbacks: Bool { true }

  override func returnedLarge(_ payload: UnsafeRawBufferPointer) {
    dropInput()
    let coder = withFunction { unsafeDowncast($0, to: RegisteredFunction<Function>.self).outputs }
    if coder.isLazy { return sink.chunkEnded(index, .encoded(Array(payload))) }
    do {
      sink.chunkEnded(index, .values(try coder.decode(payload)))
    } catch {
      sink.chunkEnded(index, .failed(error))
    }
  }

  override func failed(_ error: any Error) {
    dropInput()
    sink.chunkEnded(index, .failed(error))
  }
}
