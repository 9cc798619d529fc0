/// One call of a function in a worker process.
final class CallTask<Function: WorkerFunction>: TaskResult<Function.Output>, @unchecked Sendable {
  required init(_ function: RegisteredFunction<Function>, core: PoolCore, callbacks: Callbacks<Function.Output>?) {
    super.init(function: function, core: core, callbacks: callbacks)
  }

  /// Takes the input over: as bytes where that is small or can fail, else as it is.
  ///
  /// Throws a `PoolError` where it cannot be encoded or is larger than the limit.
  func setInput(_ value: Function.Input, _ coder: ValueCoder<Function.Input>, limit: Int) throws {
    if coder.isDirect {
      let count = coder.byteCount(value)
      if count <= SmallBytes.capacity {
        bytes.fill(count) { coder.write(value, to: $0) }
      } else {
        largeInput = DirectInput(value, coder)
      }
    } else {
      let encoded = try coder.encode(value)
      if encoded.count <= SmallBytes.capacity {
        encoded.withUnsafeBytes { bytes.set($0) }
      } else {
        largeInput = EncodedInput(encoded)
      }
    }
    if inputCount > limit { throw PoolError.payloadTooLarge(inputCount, limit: limit) }
  }

  private var registered: RegisteredFunction<Function> {
    unsafeDowncast(function!, to: RegisteredFunction<Function>.self)
  }

  override func returnedLarge(_ payload: UnsafeRawBufferPointer) {
    largeInput = nil
    if registered.output.isLazy {
      end(encoded: Array(payload))
    } else {
      end(Result { try registered.output.decode(payload) })
    }
  }

  override func failed(_ error: any Error) {
    largeInput = nil
    end(.failure(error))
  }

  override func decode(_ bytes: UnsafeRawBufferPointer) throws -> Function.Output {
    try registered.output.decode(bytes)
  }
}
