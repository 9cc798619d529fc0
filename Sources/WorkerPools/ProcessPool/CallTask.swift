/// One call of a function in a worker process.
final class CallTask<Function: WorkerFunction>: TaskResult<Function.Output>, @unchecked Sendable {
  required init(_ function: RegisteredFunction<Function>, callbacks: Callbacks<Function.Output>?) {
    super.init(function: function, callbacks: callbacks)
  }

  /// Takes the input over: as bytes where that is small or can fail, else as it is.
  ///
  /// Throws a `PoolError` where it cannot be encoded or is larger than the limit.
  func setInput(_ value: Function.Input, _ coder: ValueCoder<Function.Input>, limit: Int) throws {
    if coder.isNumeric, MemoryLayout<Function.Input>.size <= SmallBytes.capacity {
      bytes.set(numeric: value)
    } else if coder.isDirect {
      let count = coder.byteCount(value)
      if count <= SmallBytes.capacity {
        bytes.fill(count) { coder.write(value, to: $0) }
      } else {
        setInput(DirectInput(value, coder))
      }
    } else {
      let encoded = try coder.encode(value)
      if encoded.count <= SmallBytes.capacity {
        encoded.withUnsafeBytes { bytes.set($0) }
      } else {
        setInput(EncodedInput(encoded))
      }
    }
    if inputCount > limit { throw PoolError.payloadTooLarge(inputCount, limit: limit) }
  }

  @inline(__always)
  private func withRegistered<Result>(_ body: (RegisteredFunction<Function>) throws -> Result) rethrows -> Result {
    try withFunction { try body(unsafeDowncast($0, to: RegisteredFunction<Function>.self)) }
  }

  override func returnedLarge(_ payload: UnsafeRawBufferPointer) {
    dropInput()
    let output = withRegistered { $0.output }
    if output.isLazy {
      end(encoded: Array(payload))
    } else {
      end(Result { try output.decode(payload) })
    }
  }

  override func failed(_ error: any Error) {
    dropInput()
    end(.failure(error))
  }

  override func decode(_ bytes: UnsafeRawBufferPointer) throws -> Function.Output {
    try withRegistered { try $0.output.decode(bytes) }
  }
}
