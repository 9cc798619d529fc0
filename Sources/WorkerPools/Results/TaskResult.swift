/// A result that callbacks may be told of before it is ready.
@usableFromInline
class TaskResult<Value: Sendable>: AsyncResult<Value>, @unchecked Sendable {
  /// To be set before anybody can end the task.
  final var callbacks: Callbacks<Value>?

  init(function: FunctionIdentity? = nil, callbacks: Callbacks<Value>?) {
    self.callbacks = callbacks
    super.init(function: function)
  }

  override final var hasCallbacks: Bool { callbacks != nil }

  /// Ends the task: runs its callback, and then makes the result ready.
  final func end(_ outcome: Result<Value, any Error>) {
    guard let callbacks else {
      complete(outcome)
      return
    }
    callbacks.deliver {
      outcome
    } completing: { [self] in
      complete($0)
    }
  }

  /// As `end`, with what the task has kept.
  final func endAsKept() {
    if callbacks == nil { end(kept) } else { end(Result { try value(at: kept) }) }
  }

  /// As `end`, with a value that takes long to decode: by the callbacks' thread, or by whoever asks for it first.
  final func end(encoded bytes: [UInt8]) {
    guard let callbacks else {
      end(withEncoded: bytes)
      return
    }
    callbacks.deliver { [self] in
      Result { try bytes.withUnsafeBytes { try decode($0) } }
    } completing: { [self] in
      complete($0)
    }
  }

  /// Ends the task on a thread that is not the pool's, which is not over before callbacks have been told.
  final func expecting(_ body: () -> Bool) -> Bool { callbacks?.expecting(body) ?? body() }

  override final var isAwaitedByItself: Bool { callbacks?.isCurrentThread ?? false }
}
